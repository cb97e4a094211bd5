import { type PresenceSignal, presenceAudienceRpc, subjects, userIdSchema } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { LeaseStore } from '../leases/lease-store.ts';

const announced = new Counter({
  name: 'parley_presence_announced_total',
  help: 'Presence changes told to gateways',
  labelNames: ['status'],
});
const failed = new Counter({ name: 'parley_presence_announce_failures_total', help: 'Announcements left for the next sweep' });

export type AnnouncerOptions = {
  nats: Nats;
  leases: LeaseStore;
  log: Logger;
  maxMembers: number;
  /** People announced at the same time, and people that may wait. Beyond that the sweep comes back for them. */
  concurrency?: number;
  maxQueued?: number;
};

export type Announcer = {
  /** Tells gateways of these people's presence, soon. Never throws; what fails stays pending in Redis. */
  announce(userIds: readonly string[]): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
};

/**
 * Tells who may know. A signal says how things are now, not what has changed; and it is confirmed by revision. So two
 * replicas that announce the same person at once, in whatever order, leave the last word to the latest state.
 */
export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { log, concurrency = 8, maxQueued = 10_000 } = options;
  const queued = new Set<string>();
  let running = 0;
  let waiting: Array<() => void> = [];

  function next(): void {
    while (running < concurrency) {
      const [userId] = queued;
      if (userId === undefined) break;
      queued.delete(userId);
      running += 1;
      void announceOne(options, userId)
        .catch((error: unknown) => {
          failed.inc();
          // Rooms being away is told by its own alarms; a line per person would drown them.
          const expected = error instanceof RpcError && error.code === 'unavailable';
          log[expected ? 'debug' : 'warn']({ err: error, user_id: userId }, 'presence could not be announced');
        })
        .finally(() => {
          running -= 1;
          next();
        });
    }
    if (running > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  return {
    announce(userIds) {
      for (const userId of userIds) if (queued.size < maxQueued) queued.add(userId);
      next();
    },
    idle: () => (running === 0 && queued.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

const maxRepeats = 5;

async function announceOne({ nats, leases, maxMembers }: AnnouncerOptions, id: string): Promise<void> {
  const userId = userIdSchema.parse(id);
  const audience = await requestRpc(nats, presenceAudienceRpc, { user_id: userId, max_members: maxMembers }, { timeoutMs: 2_000 });
  for (let attempt = 0; attempt < maxRepeats; attempt++) {
    const [presence] = await leases.read([userId]);
    if (!presence) return;
    const { username, status, status_text, last_seen_at, revision } = presence;
    const signal: PresenceSignal = { user_id: userId, username, status, status_text, last_seen_at, ...audience };
    nats.nc.publish(subjects.presence(), JSON.stringify(signal));
    // Only what the server has counts as told.
    await nats.flush();
    announced.inc({ status });
    if (await leases.confirmAnnounced(userId, revision)) return;
  }
}
