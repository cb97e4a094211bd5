import { randomUUID } from 'node:crypto';
import {
  appendToStream,
  createDatabase,
  createEventsReader,
  createRelay,
  type EventStoreTables,
  eventStoreMigrations,
  lockStream,
  migrate,
  type StoredEvent,
} from '@parley/event-store';
import { createTestDatabase } from '@parley/testing';
import { type Kysely, sql } from 'kysely';
import { pino } from 'pino';
import { connectNats, type Nats } from './connect-nats.ts';
import { consumerMigrations } from './consumer/consumer-migrations.ts';
import { type Consumer, type ConsumerOptions, createConsumer } from './consumer/create-consumer.ts';
import { createEventPublisher } from './event-publisher.ts';
import { serveEventsAfter } from './rpc/serve-events-after.ts';

/** Two real services, small: an owner whose events are published, and one that consumes them. For tests. */
export const silentLog = pino({ level: process.env.TEST_LOG ?? 'silent' });

type Ending = () => Promise<unknown> | unknown;

/** Undoes in reverse order what a test has set up. */
export function createEndings() {
  const endings: Ending[] = [];
  return {
    add: (ending: Ending) => void endings.push(ending),
    async run() {
      for (const ending of endings.splice(0).reverse()) await ending();
    },
  };
}

export type Endings = ReturnType<typeof createEndings>;

/** A loop that a test can stop. */
export function startLoop(endings: Endings, run: (signal: AbortSignal) => Promise<void>): () => Promise<void> {
  const ending = new AbortController();
  const running = run(ending.signal);
  const stop = () => {
    ending.abort();
    return running;
  };
  endings.add(stop);
  return stop;
}

export async function connectTestNats(endings: Endings, url: string): Promise<Nats> {
  const nats = await connectNats({ url, name: 'test', log: silentLog });
  endings.add(() => nats.close());
  return nats;
}

export type TestOwner = Awaited<ReturnType<typeof startOwner>>;

/** `rooms`: a log, a relay, and the answer to `events-after`. */
export async function startOwner(endings: Endings, nats: Nats) {
  const urls = await createTestDatabase('rooms');
  endings.add(() => urls.drop());
  await migrate({ ownerUrl: urls.ownerUrl, migrations: eventStoreMigrations({ partitions: 4 }), log: silentLog });
  const { db, close } = createDatabase<EventStoreTables>({ url: urls.url, poolSize: 5, applicationName: 'owner' });
  endings.add(close);
  const toPublished = async (events: StoredEvent[]) =>
    events.map((event) => (event.type === 'Private' ? undefined : { type: event.type, payload: JSON.stringify(event.data) }));
  const relay = createRelay({
    service: 'rooms',
    url: urls.url,
    publisher: createEventPublisher(nats, 'rooms', { maxBytes: 64 * 1024 ** 2 }),
    toPublished,
    log: silentLog,
  });
  const server = await serveEventsAfter(nats, 'rooms', createEventsReader({ service: 'rooms', db, toPublished }));
  endings.add(() => server.stop());
  const stopRelay = startLoop(endings, relay.run);
  return { db, urls, relay, server, stopRelay, append: (stream: string, types: string[]) => append(db, relay, stream, types) };
}

async function append(db: Kysely<EventStoreTables>, relay: { wake(): void }, stream: string, types: string[]): Promise<StoredEvent[]> {
  const stored = await db.transaction().execute(async (trx) => {
    await lockStream(trx, stream);
    const head = await trx
      .selectFrom('events')
      .select(({ fn }) => fn.max('version').as('version'))
      .where('stream_id', '=', stream)
      .executeTakeFirst();
    return appendToStream(trx, stream, { expectedVersion: head?.version ?? 0, events: types.map((type) => ({ type, data: { type } })) });
  });
  relay.wake();
  return stored;
}

export type SeenTables = { seen: { place: number; stream_id: string; version: number; type: string } };

/** The consuming service's database: remembers every event that took effect, in order, also the same one twice. */
export async function createSeenDatabase(endings: Endings) {
  const urls = await createTestDatabase('watcher');
  endings.add(() => urls.drop());
  const seen = `create table seen (place serial, stream_id uuid, version int, type text);
    do $$ begin execute format('grant all on seen, seen_place_seq to %I', current_database()); end $$;`;
  await migrate({ ownerUrl: urls.ownerUrl, migrations: [...consumerMigrations(), { name: '0002_seen', sql: seen }], log: silentLog });
  const { db, pool, close } = createDatabase<SeenTables>({ url: urls.url, poolSize: 5, applicationName: 'watcher' });
  endings.add(close);
  return { db, pool, urls };
}

export type SeenDatabase = Awaited<ReturnType<typeof createSeenDatabase>>;

export function createWatcher(nats: Nats, { db, urls }: SeenDatabase, options: Partial<ConsumerOptions<SeenTables>> = {}): Consumer {
  return createConsumer<SeenTables>({
    nats,
    url: urls.url,
    db,
    service: 'rooms',
    durable: 'watcher',
    handle: async (trx, event) => {
      await sql`insert into seen (stream_id, version, type) values (${event.streamId}, ${event.version}, ${event.type})`.execute(trx);
    },
    log: silentLog,
    firstRetryMs: 10,
    ...options,
  });
}

export async function readSeen({ db }: SeenDatabase): Promise<Array<SeenTables['seen']>> {
  return db.selectFrom('seen').selectAll().orderBy('place').execute();
}

/** What is wrong with what was seen of each stream: versions that are missing, doubled or out of order. Empty when nothing is. */
export function faultsIn(seen: Array<SeenTables['seen']>, streams: ReadonlyMap<string, number>): string[] {
  const faults: string[] = [];
  for (const [stream, count] of streams) {
    const versions = seen.filter((row) => row.stream_id === stream).map((row) => row.version);
    const expected = Array.from({ length: count }, (_, index) => index + 1);
    if (versions.join() !== expected.join()) faults.push(`${stream}: ${versions.length} of ${count}: ${versions.join()}`);
  }
  return faults;
}

export const newStream = (): string => randomUUID();
