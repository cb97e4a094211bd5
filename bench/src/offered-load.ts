import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from '@parley/testing';
import { type LoadCounters, newCounters } from './load-client.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { cpuMs } from './process-cpu.ts';

export type LoadResult = {
  seconds: number;
  acknowledgedPerSecond: number;
  deliveredPerSecond: number;
  refused: number;
  /** Server CPU in microseconds, over all server processes: services, Postgres, NATS, Redis. */
  cpuPerAcknowledgedUs: number;
  cpuPerDeliveredUs: number;
  /** The same per acknowledged message, by server. */
  cpuPerAcknowledgedUsOf: Record<string, number>;
  acknowledgeMs: Percentiles;
  receiveMs: Percentiles;
};

/** Which client says something in which room, for the nth message. */
export type Turn = (nth: number) => { client: number; roomId: string };

/** Somebody at an open connection. */
export type LoadTaker = { count(counters: LoadCounters): void; send(roomId: string): Promise<void> };
/** What takes the load: its clients, and the CPU time in milliseconds that each of its servers has used. The load itself is not counted. */
export type LoadTarget = { clients: readonly LoadTaker[]; cpuMs(): Record<string, number> };

export function stackAsTarget(stack: Stack, clients: readonly LoadTaker[]): LoadTarget {
  return { clients, cpuMs: () => serversCpuMs(stack) };
}

/** CPU that each server has used so far; Postgres only where the stack has its own. */
export function serversCpuMs(stack: Stack): Record<string, number> {
  const servers = { nats: [stack.nats], redis: [stack.redis], postgres: stack.postgres ? [stack.postgres] : [], ...stack.services };
  // One that was killed has no process.
  const pids = (replicas: readonly { pid: number }[]) => replicas.map(({ pid }) => pid).filter((pid) => pid > 0);
  return Object.fromEntries(Object.entries(servers).map(([name, replicas]) => [name, cpuMs(pids(replicas))]));
}

/** Sends as fast as answers come, with `inFlight` unanswered at any time. One client has one command under way. */
export function saturate(
  target: LoadTarget,
  turn: Turn,
  { inFlight, seconds }: { inFlight: number; seconds: number },
): Promise<LoadResult> {
  return measure(
    target,
    async (until) => {
      let nth = 0;
      const busy = async () => {
        while (performance.now() < until()) {
          const { client, roomId } = turn(nth++);
          await target.clients[client]?.send(roomId);
        }
      };
      await Promise.all(Array.from({ length: inFlight }, busy));
    },
    seconds,
  );
}

/** Sends `perSecond` messages whether or not answers come, evenly spread. */
export function offer(target: LoadTarget, turn: Turn, { perSecond, seconds }: { perSecond: number; seconds: number }): Promise<LoadResult> {
  return measure(
    target,
    async (until) => {
      const startedAt = performance.now();
      const sends: Promise<unknown>[] = [];
      for (let nth = 0; performance.now() < until(); ) {
        const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond);
        for (; nth < due; nth += 1) {
          const { client, roomId } = turn(nth);
          const sending = target.clients[client]?.send(roomId);
          if (sending) sends.push(sending);
        }
        await delay(1);
      }
      await Promise.all(sends);
    },
    seconds,
  );
}

const warmUpSeconds = 2;
const settleMs = 500;

async function measure(target: LoadTarget, run: (until: () => number) => Promise<void>, seconds: number): Promise<LoadResult> {
  await runCounted(target, run, warmUpSeconds);
  await delay(settleMs);
  const before = target.cpuMs();
  const startedAt = performance.now();
  const counters = await runCounted(target, run, seconds);
  const lasted = (performance.now() - startedAt) / 1_000;
  await delay(settleMs);
  const after = target.cpuMs();
  const used = Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)]));
  return toResult(counters, lasted, used);
}

async function runCounted(target: LoadTarget, run: (until: () => number) => Promise<void>, seconds: number): Promise<LoadCounters> {
  const counters = newCounters();
  for (const client of target.clients) client.count(counters);
  const end = performance.now() + seconds * 1_000;
  await run(() => end);
  await delay(settleMs / 2);
  return counters;
}

function toResult(counters: LoadCounters, seconds: number, cpuOf: Record<string, number>): LoadResult {
  const acknowledged = counters.ackMs.length;
  const cpu = Object.values(cpuOf).reduce((sum, ms) => sum + ms, 0);
  const perAcknowledged = (ms: number) => Math.round((ms * 1_000) / Math.max(1, acknowledged));
  return {
    seconds: Math.round(seconds * 10) / 10,
    acknowledgedPerSecond: Math.round(acknowledged / seconds),
    deliveredPerSecond: Math.round(counters.delivered / seconds),
    refused: counters.refused,
    cpuPerAcknowledgedUs: perAcknowledged(cpu),
    cpuPerDeliveredUs: Math.round((cpu * 10_000) / Math.max(1, counters.delivered)) / 10,
    cpuPerAcknowledgedUsOf: Object.fromEntries(Object.entries(cpuOf).map(([name, ms]) => [name, perAcknowledged(ms)])),
    acknowledgeMs: percentiles(counters.ackMs),
    receiveMs: percentiles(counters.receiveMs),
  };
}
