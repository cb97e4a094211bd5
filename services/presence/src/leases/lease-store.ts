import { type Presence, presenceStatusSchema, type UserId } from '@parley/contracts';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { chooseScript, confirmScript, forgetScript, keyPrefix, sweepScript, touchScript } from './lease-scripts.ts';

export type Touched = { connectionId: string; userId: string; username: string };
export type Closed = { connectionId: string; userId: string };
export type ChosenStatus = 'online' | 'away' | 'busy' | 'invisible';
export type Choice = {
  userId: string;
  username: string;
  status: ChosenStatus;
  /** Left out: stays as it is. */
  statusText?: string | null | undefined;
  /** When both are taken back. */
  expiresAt?: Date | null | undefined;
};
export type ShownPresence = Presence & { username: string; revision: string; status_text: string | null };

export type LeaseStoreOptions = {
  leaseMs: number;
  /** Between the last connection's end and "offline". */
  offlineAfterMs: number;
  /** How long a replica has to announce a change before another takes over. */
  claimMs?: number;
};

export type LeaseStore = {
  /** Renews and ends leases in bulk. Answers whose presence changed: the caller has claimed announcing them. */
  touch(leases: { touched: readonly Touched[]; closed: readonly Closed[] }): Promise<string[]>;
  choose(choice: Choice): Promise<string[]>;
  /** Of an account that was deleted. */
  forget(userId: string): Promise<string[]>;
  /** Ids of people who are shown as anything but offline, in order, after the one given. */
  shownAfter(userId: string | undefined, limit: number): Promise<string[]>;
  countShown(): Promise<number>;
  /** Looks at whose time has come, at most `limit` of each kind. Answers whom to announce. */
  sweep(limit: number): Promise<string[]>;
  read(userIds: readonly UserId[]): Promise<ShownPresence[]>;
  /** Those with a lease, whatever they want to be shown as. */
  connected(userIds: readonly UserId[]): Promise<UserId[]>;
  /** False when the presence has changed again since `revision`: announce once more. */
  confirmAnnounced(userId: string, revision: string): Promise<boolean>;
};

const idsSchema = z.array(z.string());
/** One script holds Redis for as long as it runs; this many leases take about a millisecond. */
const leasesPerScript = 200;

export function createLeaseStore(redis: Redis, { leaseMs, offlineAfterMs, claimMs = 5_000 }: LeaseStoreOptions): LeaseStore {
  const run = async (script: typeof touchScript, args: Array<string | number>) => idsSchema.parse(await script(redis, [keyPrefix], args));
  return {
    async touch({ touched, closed }) {
      const changed: string[] = [];
      for (let from = 0; from < Math.max(touched.length, closed.length); from += leasesPerScript) {
        const batch = {
          touched: touched.slice(from, from + leasesPerScript).map((lease) => [lease.userId, lease.connectionId, lease.username]),
          closed: closed.slice(from, from + leasesPerScript).map((lease) => [lease.userId, lease.connectionId]),
        };
        changed.push(...(await run(touchScript, [JSON.stringify(batch), leaseMs, offlineAfterMs, claimMs])));
      }
      return changed;
    },
    choose: ({ userId, username, status, statusText, expiresAt }) => {
      const text = statusText === undefined ? 'keep' : `=${statusText ?? ''}`;
      return run(chooseScript, [userId, username, status, offlineAfterMs, claimMs, text, expiresAt?.getTime() ?? 0]);
    },
    forget: (userId) => run(forgetScript, [userId, claimMs]),
    shownAfter: (userId, limit) =>
      redis.zrangebylex(`${keyPrefix}online`, userId === undefined ? '-' : `(${userId}`, '+', 'LIMIT', 0, limit),
    countShown: () => redis.zcard(`${keyPrefix}online`),
    sweep: (limit) => run(sweepScript, [offlineAfterMs, claimMs, limit]),
    read: (userIds) => Promise.all(userIds.map((userId) => readOne(redis, userId))),
    async connected(userIds) {
      const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
      const now = seconds * 1_000 + Math.floor(microseconds / 1_000);
      const leases = await Promise.all(userIds.map((userId) => redis.zcount(`${keyPrefix}conn:${userId}`, `(${now}`, '+inf')));
      return userIds.filter((_userId, index) => (leases[index] ?? 0) > 0);
    },
    async confirmAnnounced(userId, revision) {
      return (await confirmScript(redis, [keyPrefix], [userId, revision])) === 1;
    },
  };
}

/** One HMGET per person; the connection sends those of a tick together. */
async function readOne(redis: Redis, userId: UserId): Promise<ShownPresence> {
  const fields = ['shown', 'last_seen', 'username', 'rev', 'text', 'until', 'chosen'] as const;
  const [shown, lastSeen, username, revision, text, until, chosen] = await redis.hmget(`${keyPrefix}user:${userId}`, ...fields);
  // Of somebody offline nothing looks after the end; and who is invisible says nothing either.
  const says = chosen !== 'invisible' && (until == null || Number(until) > Date.now());
  return {
    user_id: userId,
    status: presenceStatusSchema.parse(shown ?? 'offline'),
    status_text: (says && text) || null,
    last_seen_at: lastSeen ? new Date(Number(lastSeen)).toISOString() : null,
    username: username ?? '',
    revision: revision ?? '0',
  };
}
