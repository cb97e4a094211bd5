import cookie from '@fastify/cookie';
import { createDatabase, createEventsReader, createRelay } from '@parley/event-store';
import { connectNats, createEventPublisher, createRelayWaker, serveEventsAfter } from '@parley/messaging';
import { type App, authenticate, connectRedis, createApp, type ServiceContext } from '@parley/service-kit';
import { sql } from 'kysely';
import { addRoutes } from './app.ts';
import type { AuthTables } from './auth-database.ts';
import type { Config } from './config.ts';
import type { AuthDependencies } from './dependencies.ts';
import { openMailQueue } from './mail/open-mail-queue.ts';
import { serveMailNotices } from './mail/serve-mail-notice.ts';
import { createPasswords } from './passwords/passwords.ts';
import { toPublished } from './publish/to-published.ts';
import { createLiveSessions } from './sessions/live-sessions.ts';
import { purgeSessions } from './sessions/purge-sessions.ts';
import { createAttemptLimit } from './throttle/attempt-limit.ts';
import { createAccessTokens } from './tokens/access-token.ts';
import { openSigningKeys } from './tokens/signing-keys.ts';

const availabilityChecksPerMinute = 60;
const forgotsPerMinute = 5;

export type AuthOptions = { clock?: () => Date };

/** Connections, loops, requests, HTTP; in this order, and closed in the opposite one. */
export async function startAuth(config: Config, context: ServiceContext, { clock = () => new Date() }: AuthOptions = {}): Promise<App> {
  const { log, readiness, onShutdown, loop, signal } = context;
  const url = config.DATABASE_URL;
  const database = createDatabase<AuthTables>({ url, poolSize: config.DATABASE_POOL_SIZE, applicationName: 'parley auth' });
  onShutdown('database', database.close);
  const { db } = database;
  readiness.register('database', async () => (await sql`select 1`.execute(db)).rows.length === 1);
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'auth', log, signal });
  onShutdown('redis', () => redis.disconnect());
  const nats = await connectNats({ url: config.NATS_URL, name: 'auth', log });
  onShutdown('nats', nats.close);
  readiness.register('nats', nats.connected);
  readiness.register('redis', () => redis.status === 'ready');

  const passwords = createPasswords({
    rounds: config.PARLEY_BCRYPT_ROUNDS,
    workers: config.PARLEY_HASH_WORKERS,
    maxQueued: config.PARLEY_HASH_QUEUE,
  });
  onShutdown('passwords', passwords.close);

  const publisher = createEventPublisher(nats, 'auth', { replicas: config.NATS_REPLICAS });
  const relay = createRelay({ service: 'auth', url, publisher, toPublished, log });
  loop({ name: 'relay', run: relay.run });
  const waker = createRelayWaker(nats, 'auth', relay);
  onShutdown('relay waker', waker.stop);
  loop({ name: 'purge-sessions', run: (stop) => purgeSessions(db, clock, stop) });

  const mailQueue = openMailQueue(config, { db, clock, log, onShutdown });
  loop({ name: 'mail', run: mailQueue.run });

  const served = await serveEventsAfter(nats, 'auth', createEventsReader({ service: 'auth', db, toPublished }));
  onShutdown('requests', served.stop);
  const mailNotices = await serveMailNotices(nats, { db, mailer: mailQueue.mailer, publicUrl: config.PARLEY_PUBLIC_URL });
  onShutdown('mail notices', mailNotices.stop);

  const signingKeys = await openSigningKeys(db, clock);
  const tokenNames = { issuer: config.PARLEY_ISSUER, audience: config.PARLEY_AUDIENCE };
  const dependencies: AuthDependencies = {
    config,
    db,
    redis,
    nats,
    log,
    clock,
    passwords,
    signingKeys,
    accessTokens: createAccessTokens({ keys: signingKeys, ...tokenNames }),
    liveSessions: createLiveSessions(redis, nats),
    loginLimit: createAttemptLimit(redis, { name: 'login', perMinute: config.PARLEY_LOGINS_PER_MINUTE }),
    forgotLimit: createAttemptLimit(redis, { name: 'forgot', perMinute: forgotsPerMinute }),
    passwordChangeLimit: createAttemptLimit(redis, { name: 'password-change', perMinute: config.PARLEY_LOGINS_PER_MINUTE }),
    availabilityLimit: createAttemptLimit(redis, { name: 'availability', perMinute: availabilityChecksPerMinute }),
    auth: authenticate({ keySet: signingKeys.keySet, redis, ...tokenNames }),
    wakeRelay: waker.wake,
    wakeMail: mailQueue.wake,
  };

  // The gateway, and nothing else, is in front: the one hop whose word on the client's address counts.
  const trustProxy = (_address: string, hop: number) => hop === 0;
  const app = await createApp({ log, title: 'Parley auth', version: '1', readiness, trustProxy });
  await app.register(cookie);
  addRoutes(app, dependencies);
  await app.listen({ host: config.HOST, port: config.PORT });
  onShutdown('http', () => app.close());
  return app;
}
