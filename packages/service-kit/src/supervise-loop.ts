import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Counter, Gauge } from 'prom-client';
import type { Readiness } from './readiness.ts';

const loopUp = new Gauge({ name: 'parley_loop_up', help: '1 while a background loop runs, 0 while it is dead', labelNames: ['loop'] });
const loopFailures = new Counter({ name: 'parley_loop_failures_total', help: 'How often a background loop ended', labelNames: ['loop'] });

export type LoopOptions = {
  name: string;
  /** Runs until `signal` aborts. Returning or throwing earlier counts as a failure and starts it again. */
  run: (signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
  log: Logger;
  readiness: Readiness;
  /** `settleMs`: how long a restarted loop must live to count as up again. */
  backoff?: { firstMs?: number; maxMs?: number; settleMs?: number };
};

export type SupervisedLoop = {
  /** Aborts the loop and resolves when it has ended. */
  stop(): Promise<void>;
  done: Promise<void>;
};

/** Keeps a background loop alive. While it is dead, and until a restart has settled, the process is not ready. */
export function superviseLoop(options: LoopOptions): SupervisedLoop {
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const health = { up: true };
  const unregister = options.readiness.register(`loop:${options.name}`, () => health.up);
  const done = keepRunning(options, signal, health).finally(() => {
    loopUp.set({ loop: options.name }, 0);
    unregister();
  });
  return {
    done,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function keepRunning(options: LoopOptions, signal: AbortSignal, health: { up: boolean }): Promise<void> {
  const { firstMs = 250, maxMs = 15_000, settleMs = 1_000 } = options.backoff ?? {};
  let failures = 0;
  while (!signal.aborted) {
    const settled = setTimeout(() => setHealth(true), failures === 0 ? 0 : settleMs);
    const startedAt = performance.now();
    const error = await runOnce(options, signal);
    clearTimeout(settled);
    if (signal.aborted) return;
    setHealth(false);
    loopFailures.inc({ loop: options.name });
    failures = performance.now() - startedAt > maxMs ? 1 : failures + 1;
    const waitMs = backoffMs(failures, firstMs, maxMs);
    options.log.error({ loop: options.name, failures, wait_ms: waitMs, err: error }, 'background loop ended, starting it again');
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }

  function setHealth(up: boolean): void {
    health.up = up;
    loopUp.set({ loop: options.name }, up ? 1 : 0);
  }
}

async function runOnce(options: LoopOptions, signal: AbortSignal): Promise<unknown> {
  try {
    await options.run(signal);
    return new Error(`loop ${options.name} returned although nobody stopped it`);
  } catch (error) {
    return error;
  }
}

/** Doubles per failure up to `maxMs`; the upper half is random, so that replicas do not come back in step. */
export function backoffMs(failures: number, firstMs: number, maxMs: number, random: () => number = Math.random): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full / 2 + (full / 2) * random());
}
