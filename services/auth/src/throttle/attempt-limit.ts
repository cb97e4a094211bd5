import { randomUUID } from 'node:crypto';
import { ProblemError, redisScript } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { addressKey } from './client-address.ts';

export type AttemptLimit = {
  /** Counts one attempt. @throws ProblemError `too_many_requests` with the time to wait; it is then not counted. */
  take(address: string): Promise<void>;
  /** The latest attempt came to nothing, by no fault of theirs: it does not count. */
  giveBack(address: string): Promise<void>;
};

/**
 * At most `limit` attempts in any minute: a log of attempt times per address, exact at every moment and over all
 * replicas. Redis' own clock decides. KEYS: log. ARGV: limit, window in ms, unique member. Returns ms to wait, or 0.
 */
const takeAttempt = redisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], window)
  return 0
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return math.max(1, oldest[2] + window - now)
`);

const waitSchema = z.number();

/** `perMinute`, or `limit` in any other `windowMs`. */
export type AttemptLimitOptions = { name: string } & ({ perMinute: number } | { limit: number; windowMs: number });

const countedByAccount = ['password-change', 'verification', 'export'] as const;

/** What the limits that count by account keep of one. */
export function attemptKeysOf(userId: string): string[] {
  return countedByAccount.map((name) => keyOf(name, userId));
}

function keyOf(name: string, address: string): string {
  return `attempts:${name}:${addressKey(address)}`;
}

export function createAttemptLimit(redis: Redis, options: AttemptLimitOptions): AttemptLimit {
  const { limit, windowMs } = 'perMinute' in options ? { limit: options.perMinute, windowMs: 60_000 } : options;
  return {
    async take(address) {
      const key = keyOf(options.name, address);
      const waitMs = waitSchema.parse(await takeAttempt(redis, [key], [limit, windowMs, randomUUID()]));
      if (waitMs > 0) throw new ProblemError('too_many_requests', 'Too many attempts', { retryAfterSeconds: waitMs / 1_000 });
    },
    async giveBack(address) {
      await redis.zpopmax(keyOf(options.name, address));
    },
  };
}
