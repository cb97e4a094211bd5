import cookie from '@fastify/cookie';
import { createDatabase, createEventsReader, createRelay } from '@parley/event-store';
import { connectNats, createEventPublisher, createRelayWaker, serveEventsAfter } from '@parley/messaging';
import { type App, administratorsOnly, authenticate, connectRedis, createApp, type ServiceContext } from '@parley/service-kit';
import { isAdministrator } from './administration/administrator.ts';
import { serveAdministration } from './administration/serve-administration.ts';
import { addRoutes } from './app.ts';
import type { AuthTables } from './auth-database.ts';
import type { Config } from './config.ts';
import type { AuthDependencies } from './dependencies.ts';
import { createErasureQueue } from './erasure/erasure-tasks.ts';
import { createErasureWork } from './erasure/erasure-work.ts';
import { openMailQueue } from './mail/open-mail-queue.ts';
import { serveMailNotices } from './mail/serve-mail-notice.ts';
import { createCodeThrottle } from './mfa/code-throttle.ts';
import { createPendingLogins } from './mfa/pending-logins.ts';
import { missingKeys } from './mfa/totp-secrets.ts';
import { createOidcProviders } from './oidc/oidc-providers.ts';
import { createPasskeyChallenges } from './passkeys/passkey-challenges.ts';
import { createPasswords } from './passwords/passwords.ts';
import { toPublished } from './publish/to-published.ts';
import { serveProfiles } from './queries/profiles/profiles.ts';
import { openSecretBox } from './secrets/secret-box.ts';
import { createLiveSessions } from './sessions/live-sessions.ts';
import { purgeSessions } from './sessions/purge-sessions.ts';
import { keepSightings } from './sessions/session-sightings.ts';
import { createAccountDelay } from './throttle/account-delay.ts';
import { createAttemptLimit } from './throttle/attempt-limit.ts';
import { createAccessTokens } from './tokens/access-token.ts';
import { keepKeysFresh } from './tokens/rotate-keys.ts';
import { openSigningKeys } from './tokens/signing-keys.ts';

const availabilityChecksPerMinute = 60;
const forgotsPerMinute = 5;
const socketTicketsPerMinute = 60;
/** Beginning to sign in with a provider guesses nothing; it only takes room in Redis. */
const providerSignInsPerLogin = 4;
const passkeyOptionsPerMinute = 30;

export type AuthOptions = { clock?: () => Date };

/** Connections, loops, requests, HTTP; in this order, and closed in the opposite one. */
export async function startAuth(config: Config, context: ServiceContext, { clock = () => new Date() }: AuthOptions = {}): Promise<App> {
  const { log, readiness, onShutdown, loop, signal } = context;
  const url = config.DATABASE_URL;
  const database = createDatabase<AuthTables>({ url, poolSize: config.DATABASE_POOL_SIZE, applicationName: 'parley auth' });
  onShutdown('database', database.close);
  const { db } = database;
  readiness.register('database', database.answers);
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
  const profiles = await serveProfiles(nats, db);
  onShutdown('profiles', profiles.stop);

  const secretBox = await openSecretBox(db, { keys: config.PARLEY_SECRET_KEY, now: clock() });
  const missing = await missingKeys(db, secretBox);
  if (missing.length > 0) log.error({ key_ids: missing }, 'secrets were sealed with keys that PARLEY_SECRET_KEY no longer has');
  const erasures = createErasureQueue({ db, clock, log, work: createErasureWork({ redis, nats }) });
  loop({ name: 'erasures', run: erasures.run });
  const mailNotices = await serveMailNotices(nats, { db, mailer: mailQueue.mailer, publicUrl: config.PARLEY_PUBLIC_URL });
  onShutdown('mail notices', mailNotices.stop);

  const signingKeys = await openSigningKeys(db, clock);
  loop({ name: 'sightings', run: (stop) => keepSightings({ db, redis, log }, stop) });
  loop({ name: 'keys', run: (stop) => keepKeysFresh({ db, clock, log, rotationDays: config.PARLEY_KEY_ROTATION_DAYS }, stop) });
  const tokenNames = { issuer: config.PARLEY_ISSUER, audience: config.PARLEY_AUDIENCE };
  const auth = authenticate({ keySet: signingKeys.keySet, redis, ...tokenNames });
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
    registerLimit: createAttemptLimit(redis, { name: 'register', perMinute: config.PARLEY_REGISTRATIONS_PER_MINUTE }),
    accountDelay: createAccountDelay(redis, {
      freeFailures: config.PARLEY_LOGIN_FREE_FAILURES,
      firstDelayMs: config.PARLEY_LOGIN_DELAY_SECONDS * 1_000,
      maxDelayMs: config.PARLEY_LOGIN_MAX_DELAY_SECONDS * 1_000,
    }),
    socketTicketLimit: createAttemptLimit(redis, { name: 'socket-ticket', perMinute: socketTicketsPerMinute }),
    oidcProviders: createOidcProviders(config.PARLEY_OIDC_PROVIDERS, config.PARLEY_PUBLIC_URL),
    oidcLimit: createAttemptLimit(redis, { name: 'oidc', perMinute: config.PARLEY_LOGINS_PER_MINUTE * providerSignInsPerLogin }),
    forgotLimit: createAttemptLimit(redis, { name: 'forgot', perMinute: forgotsPerMinute }),
    passwordChangeLimit: createAttemptLimit(redis, { name: 'password-change', perMinute: config.PARLEY_LOGINS_PER_MINUTE }),
    availabilityLimit: createAttemptLimit(redis, { name: 'availability', perMinute: availabilityChecksPerMinute }),
    mfaLimit: createAttemptLimit(redis, { name: 'mfa', perMinute: config.PARLEY_LOGINS_PER_MINUTE }),
    passkeyOptionsLimit: createAttemptLimit(redis, { name: 'passkey-options', perMinute: passkeyOptionsPerMinute }),
    verificationLimit: createAttemptLimit(redis, { name: 'verification', perMinute: 1 }),
    codeThrottle: createCodeThrottle(redis, clock),
    pendingLogins: createPendingLogins(redis, clock),
    passkeyChallenges: createPasskeyChallenges(redis, clock),
    secretBox,
    exportLimit: createAttemptLimit(redis, { name: 'export', limit: 1, windowMs: 10 * 60_000 }),
    auth,
    administrators: administratorsOnly({ auth, isAdministrator: (userId) => isAdministrator(db, userId) }),
    wakeRelay: waker.wake,
    wakeMail: mailQueue.wake,
    wakeErasure: erasures.wake,
  };
  const administration = await serveAdministration(dependencies);
  onShutdown('administration', () => Promise.all(administration.map((server) => server.stop())));

  // The gateway, and nothing else, is in front: the one hop whose word on the client's address counts.
  const trustProxy = (_address: string, hop: number) => hop === 0;
  const app = await createApp({ log, title: 'Parley auth', version: '1', readiness, trustProxy });
  await app.register(cookie);
  addRoutes(app, dependencies);
  await app.listen({ host: config.HOST, port: config.PORT });
  onShutdown('http', () => app.close());
  return app;
}
