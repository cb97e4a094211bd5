import { userInfo } from 'node:os';
import { createDatabase } from '@parley/event-store';
import { connectNats, type Nats } from '@parley/messaging';
import { connectRedis, createLogger } from '@parley/service-kit';
import type { Administrator } from '../administration/administrator.ts';
import type { AuthTables } from '../auth-database.ts';
import { readAuthConfig } from '../config.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { createPasswords } from '../passwords/passwords.ts';
import { createLiveSessions } from '../sessions/live-sessions.ts';

export type AdministrationContext = Pick<
  AuthDependencies,
  'config' | 'db' | 'clock' | 'liveSessions' | 'passwords' | 'wakeRelay' | 'wakeErasure'
> & { actor: Administrator; nats: Nats };

/**
 * What commands about people stand on: the service's own database, with its own rights, and Redis and NATS, so that ending a session
 * here ends it everywhere at once. The running service's relay and loops see what was committed within moments.
 */
export async function openContext(env: NodeJS.ProcessEnv): Promise<{ context: AdministrationContext; close(): Promise<void> }> {
  const config = readAuthConfig(env);
  const log = createLogger({ service: 'auth-admin', level: 'silent' });
  const giveUp = AbortSignal.timeout(15_000);
  const database = createDatabase<AuthTables>({ url: config.DATABASE_URL, poolSize: 2, applicationName: 'parley cli' });
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'auth-admin', log, signal: giveUp });
  const nats = await connectNats({ url: config.NATS_URL, name: 'auth-admin', log });
  const passwords = createPasswords({ rounds: config.PARLEY_BCRYPT_ROUNDS, workers: 1, maxQueued: 1 });
  const context: AdministrationContext = {
    config,
    db: database.db,
    nats,
    passwords,
    clock: () => new Date(),
    liveSessions: createLiveSessions(redis, nats),
    actor: { kind: 'system', osUser: userInfo().username },
    wakeRelay: () => undefined,
    wakeErasure: () => undefined,
  };
  const close = async () => {
    await nats.flush();
    await nats.close();
    redis.disconnect();
    await passwords.close();
    await database.close();
  };
  return { context, close };
}
