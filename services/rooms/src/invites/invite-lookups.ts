import { ProblemError, redisScript } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import { z } from 'zod';

export type InviteLookups = {
  /** Counts one. @throws ProblemError `too_many_requests` with the time to wait */
  take(userId: string): Promise<void>;
};

/**
 * Counts in windows of a minute, over all replicas: nobody guesses 144 random bits, but nobody should be able to try as fast as the
 * database answers either. KEYS: counter. ARGV: limit, window in ms. Returns ms to wait, or 0.
 */
const takeOne = redisScript(`
local taken = redis.call('INCR', KEYS[1])
if taken == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if taken <= tonumber(ARGV[1]) then return 0 end
return math.max(1, redis.call('PTTL', KEYS[1]))
`);

const waitSchema = z.number();

export function createInviteLookups(redis: Redis, perMinute: number): InviteLookups {
  return {
    async take(userId) {
      const waitMs = waitSchema.parse(await takeOne(redis, [`rooms:invite-lookups:${userId}`], [perMinute, 60_000]));
      if (waitMs > 0) throw new ProblemError('too_many_requests', 'Too many invitations looked at', { retryAfterSeconds: waitMs / 1_000 });
    },
  };
}
