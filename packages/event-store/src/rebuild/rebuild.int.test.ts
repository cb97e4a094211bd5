import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendToStream } from '../append-to-stream.ts';
import { createDatabase, type Database } from '../create-database.ts';
import { eventStoreMigrations } from '../event-store-migrations.ts';
import type { EventStoreTables } from '../event-store-tables.ts';
import { lockStream } from '../lock-stream.ts';
import { migrate } from '../migrate.ts';
import type { StoredEvent } from '../stored-event.ts';
import { createTestStore, silentLog, type TestStore } from '../test-store.ts';
import { type RebuildReport, rebuild } from './rebuild.ts';

type Counted = EventStoreTables & { counters: { counter_id: string; total: number }; counted: { counter_id: string; version: number } };

const readModel = `
  create table counters (counter_id uuid primary key, total int not null, doubled int generated always as (total * 2) stored);
  create table counted (counter_id uuid references counters, version int, primary key (counter_id, version));
  do $$ begin execute format('grant select, insert, update, delete on counters, counted to %I', current_database()); end $$;`;

async function project(trx: Transaction<Counted>, { streamId, version }: StoredEvent): Promise<void> {
  await sql`insert into counters (counter_id, total) values (${streamId}, 1)
    on conflict (counter_id) do update set total = counters.total + 1`.execute(trx);
  await trx.insertInto('counted').values({ counter_id: streamId, version }).execute();
}

describe('rebuilding a read model', () => {
  let store: TestStore;
  let live: Database<Counted>;
  beforeEach(async () => {
    store = await createTestStore();
    const migrations = [...eventStoreMigrations({ partitions: 4 }), { name: '0002_read_model', sql: readModel }];
    await migrate({ ownerUrl: store.urls.ownerUrl, migrations, log: silentLog });
    live = createDatabase<Counted>({ url: store.urls.url, poolSize: 5, applicationName: 'test' });
  });
  afterEach(async () => {
    await live.close();
    await store[Symbol.asyncDispose]();
  });

  const count = (counterId: string) =>
    live.db.transaction().execute(async (trx) => {
      await lockStream(trx, counterId);
      const row = await trx.selectFrom('counters').select('total').where('counter_id', '=', counterId).executeTakeFirst();
      const events = await appendToStream(trx, counterId, { expectedVersion: row?.total ?? 0, events: [{ type: 'Counted', data: {} }] });
      for (const event of events) await project(trx, event);
    });
  const run = (options: { swap?: boolean } = {}) =>
    rebuild<Counted>({ ownerUrl: store.urls.ownerUrl, tables: ['counters', 'counted'], project, log: silentLog, batch: 50, ...options });

  it('finds nothing to report when live and rebuilt rows are the same', async () => {
    const ids = Array.from({ length: 5 }, () => randomUUID());
    for (const id of [...ids, ...ids, ...ids]) await count(id);
    const report = await run();
    expect(report).toMatchObject({ events: 15, identical: true, swapped: false });
    expect(report.tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['counters', { live: 5, rebuilt: 5 }],
      ['counted', { live: 15, rebuilt: 15 }],
    ]);
    const { rows } = await sql`select 1 from pg_namespace where nspname like 'rebuild%'`.execute(live.db);
    expect(rows).toEqual([]);
  });

  it('stays exact while the service writes', async () => {
    const ids = Array.from({ length: 4 }, () => randomUUID());
    for (const id of ids) await count(id);
    let writing = true;
    const writers = ids.map(async (id) => {
      while (writing) await count(id);
    });
    const reports: RebuildReport[] = [];
    try {
      for (const swap of [false, true, false]) reports.push(await run({ swap }));
    } finally {
      writing = false;
      await Promise.all(writers);
    }
    expect(reports.map(({ identical, swapped }) => [identical, swapped])).toEqual([
      [true, false],
      [true, true],
      [true, false],
    ]);
    expect((await run()).identical).toBe(true);
  });

  it('reports keys of differing rows, and puts them right when asked to', async () => {
    const [kept, changed, lost, invented] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    for (const id of [kept, changed, lost]) await count(id);
    await live.db.updateTable('counters').set({ total: 7 }).where('counter_id', '=', changed).execute();
    await live.db.deleteFrom('counted').where('counter_id', '=', lost).execute();
    await live.db.deleteFrom('counters').where('counter_id', '=', lost).execute();
    await live.db.insertInto('counters').values({ counter_id: invented, total: 1 }).execute();

    const report = await run();
    expect(report.identical).toBe(false);
    const [counters, counted] = report.tables;
    expect(counters).toMatchObject({ missing: 2, surplus: 2 });
    expect(new Set(counters?.keys.map(({ counter_id }) => counter_id))).toEqual(new Set([changed, lost, invented]));
    expect(counted).toMatchObject({ missing: 1, surplus: 0, keys: [{ counter_id: lost, version: 1 }] });

    expect(await run({ swap: true })).toMatchObject({ identical: false, swapped: true });
    expect((await run()).identical).toBe(true);
    // Rights, references and generated columns are still there.
    await count(kept);
    const { rows } = await sql`select doubled from counters where counter_id = ${kept}`.execute(live.db);
    expect(rows).toEqual([{ doubled: 4 }]);
  });
});
