import { ProblemError, redisScript } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import { z } from 'zod';

export type CodeThrottle = {
  /** Counts one guess before it is looked at, so that parallel ones count too. @throws ProblemError `too_many_requests` */
  take(key: string): Promise<void>;
  /** After a right code. */
  clear(key: string): Promise<void>;
};

/** Mistyping costs nothing. */
export const freeGuesses = 5;
const firstDelayMs = 5_000;
const longestDelayMs = 15 * 60_000;
/** Guesses are forgotten after a day without one. At the longest delay that is never: about a hundred a day, of a million codes. */
const memoryMs = 24 * 60 * 60_000;

/** KEYS: guesses. ARGV: now, free guesses, first delay, longest delay, memory. Returns ms to wait, or 0 when the guess is let through. */
const takeGuess = redisScript(`
local now = tonumber(ARGV[1])
local state = redis.call('HMGET', KEYS[1], 'count', 'until')
local count = tonumber(state[1] or '0')
local blocked = tonumber(state[2] or '0')
if blocked > now then return math.ceil(blocked - now) end
count = count + 1
local over = count - tonumber(ARGV[2])
blocked = 0
if over >= 0 then blocked = now + math.min(tonumber(ARGV[4]), tonumber(ARGV[3]) * 2 ^ math.min(over, 30)) end
redis.call('HSET', KEYS[1], 'count', count, 'until', string.format('%.0f', blocked))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 0
`);

const waitSchema = z.number();

const keyOf = (key: string) => `code-guesses:${key}`;

/** Whose guesses are counted where: the account's own devices apart from everybody else's. */
export function guessKeyOf(userId: string, isKnownDevice: boolean): string {
  return isKnownDevice ? `${userId}:known` : userId;
}

/** All that is kept of an account. */
export function codeThrottleKeysOf(userId: string): string[] {
  return [true, false].map((isKnownDevice) => keyOf(guessKeyOf(userId, isKnownDevice)));
}

/** Each guess after the first few doubles the wait for the next. In Redis, so right across replicas. */
export function createCodeThrottle(redis: Redis, clock: () => Date): CodeThrottle {
  return {
    async take(key) {
      const args = [clock().getTime(), freeGuesses, firstDelayMs, longestDelayMs, memoryMs];
      const waitMs = waitSchema.parse(await takeGuess(redis, [keyOf(key)], args));
      if (waitMs > 0) throw new ProblemError('too_many_requests', 'Too many wrong codes', { retryAfterSeconds: waitMs / 1_000 });
    },
    async clear(key) {
      await redis.del(keyOf(key));
    },
  };
}
