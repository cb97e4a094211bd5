import { createDatabase, createRelay } from '@parley/event-store';
import { connectNats, createAdministration, createConsumer, createEventPublisher, createRelayWaker } from '@parley/messaging';
import { type App, administratorsOnly, authenticate, connectRedis, createApp, type ServiceContext } from '@parley/service-kit';
import { addRoutes } from './app.ts';
import { forgetIdempotencyKeys } from './commands/forget-idempotency-keys/forget-idempotency-keys.ts';
import type { Config } from './config.ts';
import type { RoomsDependencies } from './dependencies.ts';
import { lockRoomsOfDeleted } from './erasure/forget-person.ts';
import { createInviteLookups } from './invites/invite-lookups.ts';
import { projectUserEvent } from './projections/user-profiles/project-user-event.ts';
import { toPublished } from './publish/to-published.ts';
import type { RoomsDatabase } from './rooms-database.ts';
import { serveRpcs } from './rpcs.ts';

/** Connections, loops, requests, HTTP; in this order, and closed in the opposite one. */
export async function startRooms(config: Config, { log, readiness, onShutdown, loop, signal }: ServiceContext): Promise<App> {
  const url = config.DATABASE_URL;
  const database = createDatabase<RoomsDatabase>({ url, poolSize: config.DATABASE_POOL_SIZE, applicationName: 'parley rooms' });
  onShutdown('database', database.close);
  const { db } = database;
  readiness.register('database', database.answers);
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'rooms', log, signal });
  onShutdown('redis', () => redis.disconnect());
  const nats = await connectNats({ url: config.NATS_URL, name: 'rooms', log });
  onShutdown('nats', nats.close);
  readiness.register('nats', nats.connected);

  const publisher = createEventPublisher(nats, 'rooms', { replicas: config.NATS_REPLICAS });
  const relay = createRelay({ service: 'rooms', url, publisher, toPublished, log });
  loop({ name: 'relay', run: relay.run });
  const waker = createRelayWaker(nats, 'rooms', relay);
  onShutdown('relay waker', waker.stop);

  const users = createConsumer({
    nats,
    url,
    db,
    service: 'auth',
    durable: 'rooms',
    prepare: lockRoomsOfDeleted,
    handle: projectUserEvent,
    onCommitted: waker.wake,
    log,
  });
  loop({ name: 'consume-auth', run: users.run });

  loop({ name: 'forget-idempotency-keys', run: (stop) => forgetIdempotencyKeys(db, stop) });

  const { PARLEY_JWKS_URL: jwksUrl, PARLEY_ISSUER: issuer, PARLEY_AUDIENCE: audience } = config;
  const auth = authenticate({ jwksUrl, issuer, audience, redis });
  const administration = createAdministration(nats);
  const administrators = administratorsOnly({ auth, isAdministrator: administration.isAdministrator });
  const inviteLookups = createInviteLookups(redis, config.PARLEY_INVITE_LOOKUPS_PER_MINUTE);
  const rooms: RoomsDependencies = {
    db,
    nats,
    log,
    auth,
    administrators,
    administration,
    inviteLookups,
    roomsPerPerson: config.PARLEY_ROOMS_PER_PERSON,
    wakeRelay: waker.wake,
  };
  const served = await serveRpcs(rooms);
  onShutdown('requests', served.stop);

  const app = await createApp({ log, title: 'Parley rooms', version: '1', readiness });
  addRoutes(app, rooms);
  await app.listen({ host: config.HOST, port: config.PORT });
  onShutdown('http', () => app.close());
  return app;
}
