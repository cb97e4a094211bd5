import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { limits, statsRpc, touchPresenceRpc, userIdSchema } from '@parley/contracts';
import { connectNats, type Nats, requestRpc } from '@parley/messaging';
import { eventually, type Stack, startStack } from '@parley/testing';
import { pino } from 'pino';
import { cpuMs } from '../process-cpu.ts';

export type PresenceAtRest = {
  people: number;
  seconds: number;
  /** Of one core, while everybody stays connected and nobody comes, goes or changes. */
  presencePercent: number;
  redisPercent: number;
  /** Until all of them were shown as online, from nothing. */
  arrivedAfterMs: number;
};

const perRequest = 1_000;

/**
 * What it costs that people are simply there: their leases are renewed in bulk as gateways do it, a thousand to a request, each once per
 * refresh time. CPU time of the processes, so that a busy machine does not change it much.
 */
export async function measurePresenceAtRest({ people, rounds }: { people: number; rounds: number }): Promise<PresenceAtRest> {
  const stack = await startStack({ env: { LOG_LEVEL: 'warn' } });
  const nats = await connectNats({ url: stack.nats.url, name: 'bench', log: pino({ level: 'warn' }) });
  try {
    const leases = Array.from({ length: people }, (_, nth) => ({
      connection_id: randomUUID(),
      user_id: userIdSchema.parse(randomUUID()),
      username: `person_${nth}`,
    }));
    const startedAt = performance.now();
    await renew(nats, leases);
    await eventually('everybody is shown as online', async () => (await countOnline(nats)) === people || undefined, 120_000);
    const arrivedAfterMs = Math.round(performance.now() - startedAt);
    await settle(stack);

    const before = { presence: presenceCpuMs(stack), redis: cpuMs([stack.redis.pid]), at: performance.now() };
    for (let round = 0; round < rounds; round += 1) {
      const next = delay(limits.presenceRefreshMs);
      await renew(nats, leases);
      await next;
    }
    const elapsedMs = performance.now() - before.at;
    const percent = (usedMs: number) => Math.round((usedMs / elapsedMs) * 10_000) / 100;
    return {
      people,
      seconds: Math.round(elapsedMs / 1_000),
      presencePercent: percent(presenceCpuMs(stack) - before.presence),
      redisPercent: percent(cpuMs([stack.redis.pid]) - before.redis),
      arrivedAfterMs,
    };
  } finally {
    await nats.close();
    await stack.stop();
  }
}

type Lease = { connection_id: string; user_id: ReturnType<typeof userIdSchema.parse>; username: string };

async function renew(nats: Nats, leases: readonly Lease[]): Promise<void> {
  for (let from = 0; from < leases.length; from += perRequest) {
    const connections = leases.slice(from, from + perRequest);
    await requestRpc(nats, touchPresenceRpc, { gateway_id: 'bench', connections, closed: [] }, { timeoutMs: 10_000 });
  }
}

/** What their coming leads to (telling others) is over when the service does next to nothing any more. */
async function settle(stack: Stack): Promise<void> {
  await eventually(
    'presence has nothing to do',
    async () => {
      const before = presenceCpuMs(stack);
      await delay(2_000);
      return presenceCpuMs(stack) - before < 100 || undefined;
    },
    120_000,
  );
}

async function countOnline(nats: Nats): Promise<number> {
  return (await requestRpc(nats, statsRpc('presence'), {}, { timeoutMs: 5_000 })).counts.people_online ?? 0;
}

function presenceCpuMs(stack: Stack): number {
  return cpuMs([stack.service('presence').pid]);
}
