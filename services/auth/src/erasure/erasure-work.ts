import { forgetPresenceRpc, userIdSchema } from '@parley/contracts';
import { eraseFromStream, type Nats, requestRpc } from '@parley/messaging';
import type { Redis } from 'ioredis';
import { codeThrottleKeysOf } from '../mfa/code-throttle.ts';
import { accountDelayKeysOf } from '../throttle/account-delay.ts';
import { attemptKeysOf } from '../throttle/attempt-limit.ts';
import type { ErasureWork } from './erasure-tasks.ts';

/** What of a person lies outside of this service's database, and outside of those of the services that hear `user.deleted`. */
export function createErasureWork({ redis, nats }: { redis: Redis; nats: Nats }): ErasureWork {
  return {
    async redis(userId) {
      await redis.del([...attemptKeysOf(userId), ...codeThrottleKeysOf(userId), ...accountDelayKeysOf(userId)]);
      return true;
    },
    async presence(userId) {
      await requestRpc(nats, forgetPresenceRpc, { user_id: userIdSchema.parse(userId) });
      return true;
    },
    /** Names and pictures are in what was published. Only once the last event is stored has everything before it been. */
    broker: (userId) => eraseFromStream(nats, { service: 'auth', streamId: userId, lastType: 'user.deleted' }),
  };
}
