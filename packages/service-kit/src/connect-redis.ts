import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Gauge } from 'prom-client';

const connected = new Gauge({ name: 'parley_redis_connected', help: '1 while the connection to Redis is usable' });

export type RedisOptions = { url: string; name: string; log: Logger; commandTimeoutMs?: number; signal?: AbortSignal };

/**
 * A connection that reconnects for ever and resolves when it is usable. Commands never wait for a server that is away:
 * they fail at once (503 to the caller), so that a dead Redis costs answers, not memory.
 */
export async function connectRedis({ url, name, log, signal, commandTimeoutMs = 2_000 }: RedisOptions): Promise<Redis> {
  const redis = new Redis(url, {
    connectionName: name,
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000),
  });
  redis.on('error', (error) => log.warn({ err: error }, 'redis connection'));
  redis.on('ready', () => connected.set(1));
  redis.on('close', () => connected.set(0));
  await untilReady(redis, signal);
  return redis;
}

async function untilReady(redis: Redis, signal: AbortSignal | undefined): Promise<void> {
  while (redis.status !== 'ready') {
    // An 'error' event ends `once` too; here it only means "not yet".
    await once(redis, 'ready', signal ? { signal } : {}).catch(() => undefined);
    if (!signal?.aborted) continue;
    redis.disconnect();
    throw signal.reason;
  }
}
