import { describeMediaRpc } from '@parley/contracts';
import { createDatabase, createEventsReader, createRelay } from '@parley/event-store';
import {
  connectNats,
  createAdministration,
  createConsumer,
  createEventEraser,
  createEventPublisher,
  createRelayWaker,
  readProfiles,
  requestRpc,
  serveEventsAfter,
} from '@parley/messaging';
import { type App, authenticate, connectRedis, createApp, type ServiceContext } from '@parley/service-kit';
import { startBatch } from '@parley/tracing';
import { addRoutes, type MessagesApp, serveRequests } from './app.ts';
import { lockRooms, recordRoomEvent } from './commands/record-room-event/record-room-event.ts';
import type { DescribedCommand } from './commands/send-message/append-messages.ts';
import { askRoomsAboutStrangers, limitWaiting } from './commands/send-message/ask-rooms.ts';
import { createBatcher } from './commands/send-message/batcher.ts';
import { describeAttachments } from './commands/send-message/describe-attachments.ts';
import { findRepeated, sendMessages } from './commands/send-message/send-messages.ts';
import type { Config } from './config.ts';
import { eraseFromBroker } from './erasure/erase-from-broker.ts';
import { createBrokerErasures } from './erasures/erase-in-broker.ts';
import type { MessagesDatabase } from './messages-database.ts';
import { batchSeconds, batchSize, observeQueue } from './metrics.ts';
import { createIndexer } from './projections/search-documents/keep-index.ts';
import { createTallyKeeper } from './projections/text-tallies/tally-texts.ts';
import { createKnowNewcomers } from './projections/users/know-newcomers.ts';
import { projectUserEvent } from './projections/users/project-user-event.ts';
import { createUserProfiles } from './projections/users/user-profiles.ts';
import { createToPublished } from './publish/to-published.ts';
import { createReplyPreviews } from './queries/reply-previews.ts';
import { createRetention } from './retention/keep-retention.ts';

/** Messages to rooms where their sender is not known (yet) that may wait for `rooms`. */
const strangersSending = 1_000;
/** Messages with files that may wait for `media`. */
const sendersAttaching = 500;
/** Other requests of people not known in a room that may: half of what is served at once of any kind. */
const strangersAsking = 32;

/** Connections, loops, requests, HTTP; in this order, and closed in the opposite one. */
export async function startMessages(config: Config, { log, readiness, onShutdown, loop, signal }: ServiceContext): Promise<App> {
  const { db, pool, answers, close } = createDatabase<MessagesDatabase>({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'parley messages',
  });
  onShutdown('database', close);
  readiness.register('database', answers);
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'messages', log, signal });
  onShutdown('redis', () => redis.disconnect());
  const nats = await connectNats({ url: config.NATS_URL, name: 'messages', log });
  onShutdown('nats', nats.close);

  const consumerOf = { nats, db, url: config.DATABASE_URL, durable: 'messages', log };
  const users = createConsumer({ ...consumerOf, service: 'auth', handle: projectUserEvent });
  const profiles = createUserProfiles({ db, ask: (ids) => readProfiles(nats, ids) });
  const replies = createReplyPreviews(db, profiles);
  const toPublished = createToPublished({ profiles, replies });
  const relay = createRelay({
    service: 'messages',
    url: config.DATABASE_URL,
    publisher: createEventPublisher(nats, 'messages', { replicas: config.NATS_REPLICAS }),
    toPublished,
    log,
  });

  const waker = createRelayWaker(nats, 'messages', relay);
  onShutdown('relay-waker', waker.stop);
  const indexer = createIndexer(db);
  const committed = () => {
    waker.wake();
    indexer.wake();
  };
  const knowNewcomers = createKnowNewcomers({ catchUpUsers: users.catchUp });
  const rooms = createConsumer({
    ...consumerOf,
    service: 'rooms',
    async prepare(trx, events) {
      // Before the locks: a name that is waited for must hold up no room.
      await knowNewcomers(trx, events);
      await lockRooms(trx, events);
    },
    handle: recordRoomEvent,
    onCommitted: committed,
  });

  const sending = { pool, wakeRelay: committed };
  const batcher = createBatcher({
    maxBatch: config.PARLEY_APPEND_BATCH,
    concurrency: config.PARLEY_APPEND_CONCURRENCY,
    maxQueue: 20_000,
    async run(batch: DescribedCommand[]) {
      batchSize.observe(batch.length);
      const stopTimer = batchSeconds.startTimer();
      const traced = startBatch('append batch', tracesOf(batch));
      const append = () => sendMessages(sending, batch);
      return (traced ? traced.run(append) : append()).finally(() => {
        stopTimer();
        traced?.end();
      });
    },
  });
  observeQueue(batcher.size);
  const sendQueue = describeAttachments(askRoomsAboutStrangers(batcher, limitWaiting(rooms.catchUp, strangersSending)), {
    describe: async (user_id, ids) => {
      const request = describeMediaRpc.request.parse({ user_id, ids });
      return (await requestRpc(nats, describeMediaRpc, request, { timeoutMs: 3_000 })).attachments;
    },
    findRepeated: (command) => findRepeated(pool, command),
    maxWaiting: sendersAttaching,
  });

  const auth = authenticate({ jwksUrl: config.PARLEY_JWKS_URL, issuer: config.PARLEY_ISSUER, audience: config.PARLEY_AUDIENCE, redis });
  const dependencies: MessagesApp = {
    db,
    nats,
    log,
    profiles,
    replies,
    sendQueue,
    wakeRelay: committed,
    auth,
    administration: createAdministration(nats),
    catchUpRooms: limitWaiting(rooms.catchUp, strangersAsking),
    replayWindow: config.PARLEY_REPLAY_WINDOW,
  };

  loop({ name: 'relay', run: relay.run });
  const erasures = createBrokerErasures({ db, url: config.DATABASE_URL, eraser: createEventEraser(nats, 'messages'), log });
  loop({ name: 'erase-in-broker', run: erasures.run });
  loop({ name: 'consume-auth', run: users.run });
  loop({ name: 'consume-rooms', run: rooms.run });
  const days = config.PARLEY_RETENTION_DAYS === 0 ? null : config.PARLEY_RETENTION_DAYS;
  loop({ name: 'retention', run: createRetention({ db, url: config.DATABASE_URL, days, log, wakeRelay: committed }).run });
  loop({ name: 'search-index', run: indexer.run });
  loop({ name: 'tally-texts', run: createTallyKeeper(db).run });
  loop({ name: 'erase-from-broker', run: (stop) => eraseFromBroker({ db, nats }, stop) });
  readiness.register('nats', nats.connected);

  const served = [
    await serveEventsAfter(nats, 'messages', createEventsReader({ service: 'messages', db, toPublished })),
    ...(await serveRequests(dependencies)),
  ];
  onShutdown('requests', async () => {
    await Promise.all(served.map((subject) => subject.stop()));
    await sendQueue.idle();
  });

  const app = await createApp({ log, title: 'Parley messages', version: '1', readiness });
  addRoutes(app, dependencies);
  await app.listen({ host: config.HOST, port: config.PORT });
  onShutdown('http', () => app.close());
  return app;
}

function* tracesOf(batch: readonly DescribedCommand[]): Iterable<string | undefined> {
  for (const { traceparent } of batch) yield traceparent;
}
