import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script by its hash; sent in full only to a server that does not know it (yet, or any more). */
export type RedisScript = (redis: Redis, keys: readonly string[], args: ReadonlyArray<string | number>) => Promise<unknown>;

/** Lua is how several Redis steps become one that no other replica can step into. The caller checks the reply's shape. */
export function redisScript(source: string): RedisScript {
  const hash = createHash('sha1').update(source).digest('hex');
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(source, keys.length, ...keys, ...args);
    }
  };
}
