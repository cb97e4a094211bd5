import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@parley/testing';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { pino } from 'pino';
import { appendToStream } from './append-to-stream.ts';
import { createDatabase } from './create-database.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import type { EventStoreTables } from './event-store-tables.ts';
import { lockStream } from './lock-stream.ts';
import { migrate } from './migrate.ts';
import type { StoredEvent } from './stored-event.ts';
import type { PublishedForm } from './to-published.ts';

export type TestStore = AsyncDisposable & { db: Kysely<EventStoreTables>; pool: pg.Pool; urls: TestDatabase };

export const silentLog = pino({ level: 'silent' });

/** A fresh event store in a database of its own, reached as the runtime role. For tests. */
export async function createTestStore({ partitions = 4 }: { partitions?: number } = {}): Promise<TestStore> {
  const urls = await createTestDatabase('store');
  await migrate({ ownerUrl: urls.ownerUrl, migrations: eventStoreMigrations({ partitions }), log: silentLog });
  const { db, pool, close } = createDatabase<EventStoreTables>({ url: urls.url, poolSize: 5, applicationName: 'test' });
  return {
    db,
    pool,
    urls,
    [Symbol.asyncDispose]: async () => {
      await close();
      await urls.drop();
    },
  };
}

/** One event at the end of a stream, in a transaction of its own. */
export async function appendOne(db: Kysely<EventStoreTables>, streamId: string = randomUUID(), type = 'Happened', data: unknown = {}) {
  return db.transaction().execute(async (trx) => {
    await lockStream(trx, streamId);
    const head = await trx
      .selectFrom('events')
      .select(({ fn }) => fn.max('version').as('version'))
      .where('stream_id', '=', streamId)
      .executeTakeFirst();
    const [stored] = await appendToStream(trx, streamId, { expectedVersion: head?.version ?? 0, events: [{ type, data }] });
    if (!stored) throw new Error('nothing was stored');
    return stored;
  });
}

/** Publishes every event but those of type `Private`. */
export async function publishAllButPrivate(events: StoredEvent[]): Promise<Array<PublishedForm | undefined>> {
  return events.map((event) =>
    event.type === 'Private' ? undefined : { type: event.type.toLowerCase(), payload: JSON.stringify({ n: event.version }) },
  );
}
