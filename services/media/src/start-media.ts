import multipart from '@fastify/multipart';
import { createDatabase } from '@parley/event-store';
import { connectNats, createConsumer } from '@parley/messaging';
import { type App, authenticate, connectRedis, createApp, type ServiceContext } from '@parley/service-kit';
import { addRoutes, serveRequests } from './app.ts';
import { openLinkSigner } from './commands/make-link/link-signer.ts';
import type { Config } from './config.ts';
import { applyMessageEvent, concernsFiles, lockMentionedMedia } from './consume/message-events.ts';
import { applyRoomEvent } from './consume/room-events.ts';
import { applyUserEvent } from './consume/user-events.ts';
import type { MediaDependencies } from './dependencies.ts';
import { limitWaiting } from './limit-waiting.ts';
import type { MediaTables } from './media-database.ts';
import { createPicturePool } from './pictures/picture-pool.ts';
import { openStore } from './store/open-store.ts';
import { openSpool } from './store/spool.ts';
import { createSweepLoops } from './sweep/sweep-loops.ts';

/** Readers of what is not known to be attached that may wait for `messages`: half of what is served at once. */
const strangersAsking = 32;

export type MediaOptions = { clock?: () => Date };

/** Connections, loops, requests, HTTP; in this order, and closed in the opposite one. */
export async function startMedia(config: Config, context: ServiceContext, { clock = () => new Date() }: MediaOptions = {}): Promise<App> {
  const { log, readiness, onShutdown, loop, signal } = context;
  const url = config.DATABASE_URL;
  const { db, answers, close } = createDatabase<MediaTables>({ url, poolSize: config.DATABASE_POOL_SIZE, applicationName: 'parley media' });
  onShutdown('database', close);
  readiness.register('database', answers);
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'media', log, signal });
  onShutdown('redis', () => redis.disconnect());
  const nats = await connectNats({ url: config.NATS_URL, name: 'media', log });
  onShutdown('nats', nats.close);
  readiness.register('nats', nats.connected);

  const store = await openStore(config);
  onShutdown('store', store.close);
  await store.check();
  readiness.register('store', () =>
    store.check().then(
      () => true,
      () => false,
    ),
  );
  const spool = await openSpool(config.PARLEY_MEDIA_FOLDER);
  const pictures = createPicturePool({ workers: config.PARLEY_PICTURE_WORKERS, maxQueued: config.PARLEY_PICTURE_QUEUE });
  onShutdown('pictures', pictures.close);

  const consumerOf = { nats, db, url, durable: 'media', log };
  const users = createConsumer({ ...consumerOf, service: 'auth', handle: applyUserEvent, onCommitted: () => sweeps.wakeRemoval() });
  const rooms = createConsumer({ ...consumerOf, service: 'rooms', handle: applyRoomEvent, onCommitted: () => sweeps.wakeRemoval() });
  const messages = createConsumer({
    ...consumerOf,
    service: 'messages',
    prepare: lockMentionedMedia,
    handle: applyMessageEvent,
    // Nearly all of them change nothing but the position.
    concerns: concernsFiles,
    batch: 500,
    restMs: 100,
    onCommitted: () => sweeps.wakeRemoval(),
  });
  const catchUp = { messages: messages.catchUp, users: users.catchUp, rooms: rooms.catchUp };
  const sweeps = createSweepLoops({ db, store, clock, log, spool, catchUp }, url);

  const { PARLEY_JWKS_URL: jwksUrl, PARLEY_ISSUER: issuer, PARLEY_AUDIENCE: audience } = config;
  const dependencies: MediaDependencies = {
    config,
    db,
    nats,
    log,
    clock,
    store,
    spool,
    pictures,
    links: await openLinkSigner(db, clock),
    auth: authenticate({ jwksUrl, issuer, audience, redis }),
    catchUpMessages: limitWaiting(messages.catchUp, strangersAsking),
    wakeRemoval: sweeps.wakeRemoval,
  };

  loop({ name: 'consume-auth', run: users.run });
  loop({ name: 'consume-rooms', run: rooms.run });
  loop({ name: 'consume-messages', run: messages.run });
  loop({ name: 'remove-media', run: sweeps.removal });
  loop({ name: 'sweep-media', run: sweeps.sweep });

  const served = await serveRequests(dependencies);
  onShutdown('requests', () => Promise.all(served.map((one) => one.stop())));

  const app = await createApp({ log, title: 'Parley media', version: '1', readiness });
  await app.register(multipart);
  addRoutes(app, dependencies);
  await app.listen({ host: config.HOST, port: config.PORT });
  onShutdown('http', () => app.close());
  return app;
}
