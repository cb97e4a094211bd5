import { createDatabase } from '@parley/event-store';
import { connectNats, createConsumer } from '@parley/messaging';
import { type App, authenticate, connectRedis, createApp, type ServiceContext } from '@parley/service-kit';
import { addRoutes } from './app.ts';
import type { Config } from './config.ts';
import { createConnectedAmong } from './consume/connected-among.ts';
import { createMessageEvents } from './consume/message-events.ts';
import { createRoomEvents } from './consume/room-events.ts';
import { createUserEvents } from './consume/user-events.ts';
import { deliverDue } from './deliver/deliver-due.ts';
import { createWorkLoop } from './deliver/work-loop.ts';
import type { NotificationsDependencies } from './dependencies.ts';
import { sendDigests } from './digest/send-digests.ts';
import { createChanges } from './notices/tell-devices.ts';
import type { NotificationsTables } from './notifications-database.ts';
import { openPushKeys } from './push/push-keys.ts';
import { sendPushes } from './push/send-pushes.ts';
import { createReadingFollower } from './read/follow-reading.ts';
import { createTidying } from './tidy.ts';

export type NotificationsOptions = { clock?: () => Date };

/** How often the loops look by themselves. Deliveries are woken by this replica's consumers, and wait a little for who reads meanwhile. */
const pollMs = { deliveries: 1_000, pushes: 1_000, digests: 5_000 };
const expectedDeliveriesMs = 100;
/** Between transactions of messages that were not full: plain messages gather, and one look serves all of their rooms. */
const messagesRestMs = 200;

/** Connections, loops, requests, HTTP; in this order, and closed in the opposite one. */
export async function startNotifications(
  config: Config,
  context: ServiceContext,
  { clock = () => new Date() }: NotificationsOptions = {},
): Promise<App> {
  const { log, readiness, onShutdown, loop, signal } = context;
  const url = config.DATABASE_URL;
  const database = createDatabase<NotificationsTables>({
    url,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'parley notifications',
  });
  onShutdown('database', database.close);
  const { db } = database;
  readiness.register('database', database.answers);
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'notifications', log, signal });
  onShutdown('redis', () => redis.disconnect());
  const nats = await connectNats({ url: config.NATS_URL, name: 'notifications', log });
  onShutdown('nats', nats.close);
  readiness.register('nats', nats.connected);

  const pushKeys = await openPushKeys(db, clock());
  const transport = { keys: pushKeys, contact: config.PARLEY_PUSH_CONTACT, trustedOrigins: config.PARLEY_PUSH_ORIGINS };
  const pushes = createWorkLoop({ work: () => sendPushes({ db, nats, clock, transport }), pollMs: pollMs.pushes, log });
  const deliveries = createWorkLoop({
    work: () => deliverDue({ db, nats, clock, wakePush: pushes.wake }),
    pollMs: pollMs.deliveries,
    expectantMs: expectedDeliveriesMs,
    log,
  });
  const digests = createWorkLoop({ work: () => sendDigests({ db, nats, clock }), pollMs: pollMs.digests, log });

  const changes = createChanges({ db, nats }, (error) => log.warn({ err: error }, 'devices were not told of a change'));
  const onCommitted = () => {
    changes.tell();
    deliveries.wake();
  };
  const consumerOf = { nats, db, url, durable: 'notifications', log, onCommitted };
  const users = createConsumer({ ...consumerOf, service: 'auth', handle: createUserEvents({ changes, clock }) });
  const rooms = createConsumer({ ...consumerOf, service: 'rooms', handle: createRoomEvents({ changes, clock }) });
  const messageEvents = createMessageEvents({
    changes,
    clock,
    catchUpRooms: rooms.catchUp,
    everyoneMax: config.PARLEY_NOTIFY_EVERYONE_MAX,
    connectedAmong: createConnectedAmong(nats),
  });
  const messages = createConsumer({ ...consumerOf, service: 'messages', ...messageEvents, batch: 500, restMs: messagesRestMs });

  loop({ name: 'consume-auth', run: users.run });
  loop({ name: 'consume-rooms', run: rooms.run });
  loop({ name: 'consume-messages', run: messages.run });
  loop({ name: 'follow-reading', run: createReadingFollower({ db, nats, clock, log }).run });
  loop({ name: 'deliver', run: deliveries.run });
  loop({ name: 'push', run: pushes.run });
  loop({ name: 'digest', run: digests.run });
  loop({ name: 'tidy', run: createTidying({ db, url, clock, log }).run });

  const { PARLEY_JWKS_URL: jwksUrl, PARLEY_ISSUER: issuer, PARLEY_AUDIENCE: audience } = config;
  const auth = authenticate({ jwksUrl, issuer, audience, redis });
  const dependencies: NotificationsDependencies = { config, db, nats, clock, pushKeys, auth };
  const app = await createApp({ log, title: 'Parley notifications', version: '1', readiness });
  addRoutes(app, dependencies);
  await app.listen({ host: config.HOST, port: config.PORT });
  onShutdown('http', () => app.close());
  return app;
}
