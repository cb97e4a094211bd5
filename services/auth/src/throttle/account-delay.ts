import { createHash } from 'node:crypto';
import { ProblemError, redisScript } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Acquaintance, Client } from '../devices/known-devices.ts';
import { addressKey } from './client-address.ts';

/** One guess at a password, from before it is checked until what came of it is known. */
export type Attempt = {
  /** It was right: what went wrong before is forgotten. */
  succeeded(): Promise<void>;
  /** It could not be checked: it does not count. */
  unchecked(): Promise<void>;
};

export type AccountDelay = {
  /** @throws ProblemError `too_many_requests` with the time to wait; it is then not counted */
  begin(options: Guess): Promise<Attempt>;
};

/** `account`: its id; of an account that does not exist, the address. */
export type Guess = { account: string; client: Client; acquaintance: Acquaintance };

export type AccountDelayOptions = { freeFailures: number; firstDelayMs: number; maxDelayMs: number };

/** How long a wrong password is remembered after the last one. */
const memoryMs = 86_400_000;

/**
 * Counts a guess before it is checked, so that a hundred at once count as a hundred. After the free ones each makes the next
 * wait twice as long. Redis' own clock decides. KEYS: bucket. ARGV: free, first delay, longest delay, memory; in ms.
 * Returns ms to wait, or 0.
 */
const beginAttempt = redisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local state = redis.call('HMGET', KEYS[1], 'failures', 'opens_at')
local opens_at = tonumber(state[2] or 0)
if now < opens_at then return opens_at - now end
local failures = tonumber(state[1] or 0) + 1
local over = failures - tonumber(ARGV[1])
local delay = 0
if over >= 0 then delay = math.min(tonumber(ARGV[3]), tonumber(ARGV[2]) * 2 ^ math.min(over, 30)) end
redis.call('HSET', KEYS[1], 'failures', failures, 'opens_at', string.format('%.0f', now + delay))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', delay + ARGV[4]))
return 0
`);

const forgetAttempt = redisScript(`
if redis.call('HINCRBY', KEYS[1], 'failures', -1) <= 0 then redis.call('DEL', KEYS[1]) end
return 0
`);

const waitSchema = z.number();

/**
 * Wrong passwords slow down whoever guesses, not whom the account belongs to: a known device has an allowance of its own, a known
 * address another, and all strangers of an account share one. Accounts that do not exist are slowed down alike.
 * docs/decisions/0020-login-throttle.md
 */
export function createAccountDelay(redis: Redis, { freeFailures, firstDelayMs, maxDelayMs }: AccountDelayOptions): AccountDelay {
  return {
    async begin(guess) {
      const key = bucketOf(guess);
      const waitMs = waitSchema.parse(await beginAttempt(redis, [key], [freeFailures, firstDelayMs, maxDelayMs, memoryMs]));
      if (waitMs > 0) {
        throw new ProblemError('too_many_requests', 'Too many wrong passwords for this account', { retryAfterSeconds: waitMs / 1_000 });
      }
      return {
        succeeded: async () => void (await redis.del(key)),
        unchecked: async () => void (await forgetAttempt(redis, [key], [])),
      };
    },
  };
}

/** What strangers' guesses left; what is kept of known devices cannot be told from anything without them, and is gone in a day. */
export function accountDelayKeysOf(userId: string): string[] {
  return [keyOf(userId, 'anywhere')];
}

function bucketOf({ account, client, acquaintance }: Guess): string {
  const address = `address ${addressKey(client.address)}`;
  const places = { device: `device ${client.deviceToken}`, program: address, address, stranger: 'anywhere' };
  return keyOf(account, places[acquaintance]);
}

/** No address and no token is in a key. */
function keyOf(account: string, place: string): string {
  return `login-delay:${createHash('sha256').update(`${account}\n${place}`).digest('base64url')}`;
}
