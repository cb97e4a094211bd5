import { randomUUID } from 'node:crypto';
import { beginning, formatPosition, type Position } from '@parley/contracts';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitHorizon } from './await-horizon.ts';
import { committedQuery, preferIndexOrder, readCommitted, readCommittedOn } from './read-committed.ts';
import type { StoredEvent } from './stored-event.ts';
import { appendOne, createTestStore, type TestStore } from './test-store.ts';

const positionOf = ({ tx, position }: StoredEvent): Position => formatPosition(tx, position);

describe('reading for publication', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await createTestStore({ partitions: 8 });
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const settled = () => awaitHorizon(store.db, 10_000);

  it('never skips a transaction that commits late', async () => {
    const before = await appendOne(store.db);
    const late = await store.pool.connect();
    try {
      await late.query('begin');
      const insert = 'insert into events (stream_id, version, event_id, type, data) values ($1, 1, $2, $3, $4) returning position';
      const { rows } = await late.query<{ position: string }>(insert, [randomUUID(), randomUUID(), 'Late', '{}']);
      const after = await appendOne(store.db, randomUUID(), 'Early');
      // A reader by position alone would return Early now and never see Late: its position is lower.
      expect(BigInt(rows[0]?.position ?? 0)).toBeLessThan(after.position);

      const cursor = positionOf(before);
      expect(await readCommitted(store.db, { after: cursor, limit: 10 })).toEqual([]);
      // Whoever reads so all day must know that something is held back: the end of the open transaction wakes nobody.
      const reader = await store.pool.connect();
      expect(await readCommittedOn(reader, { after: cursor, limit: 10, below: 'database' })).toEqual({ events: [], waiting: true });
      reader.release();
      await late.query('commit');
      await settled();
      const read = await readCommitted(store.db, { after: cursor, limit: 10 });
      expect(read.map(({ type }) => type)).toEqual(['Late', 'Early']);
      expect(await readCommittedOn(late, { after: cursor, limit: 10, below: 'database' })).toEqual({ events: read, waiting: false });
    } finally {
      late.release();
    }
  });

  it('does not wait for transactions of other databases, which can add nothing here', async () => {
    const other = await createTestStore();
    const elsewhere = await other.pool.connect();
    try {
      await elsewhere.query('begin');
      await elsewhere.query('select pg_current_xact_id()');
      const stored = await appendOne(store.db);
      const { after, ...limits } = { after: formatPosition(stored.tx, stored.position - 1n), limit: 10 };
      expect(await awaitHorizon(store.db)).toMatchObject({ complete: true });
      expect(await readCommitted(store.db, { after, ...limits })).toEqual([stored]);
      const reader = await store.pool.connect();
      expect(await readCommittedOn(reader, { after, ...limits, below: 'database' })).toEqual({ events: [stored], waiting: false });
      expect(await readCommittedOn(reader, { after, ...limits, below: 'server' })).toEqual({ events: [], waiting: true });
      reader.release();
    } finally {
      await elsewhere.query('rollback');
      elsewhere.release();
      await other[Symbol.asyncDispose]();
    }
  });

  it('does not wait for what was rolled back', async () => {
    const before = await appendOne(store.db);
    await expect(
      store.db.transaction().execute(async (trx) => {
        await sql`select pg_current_xact_id()`.execute(trx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const after = await appendOne(store.db);
    await settled();
    expect(await readCommitted(store.db, { after: positionOf(before), limit: 10 })).toEqual([after]);
  });

  it('returns each event once, streams in order of version, whatever writers do meanwhile', async () => {
    const streams = Array.from({ length: 5 }, () => randomUUID());
    await settled();
    const latest = (await readCommitted(store.db, { after: beginning, limit: 10_000 })).at(-1);
    let cursor = latest ? positionOf(latest) : beginning;
    const versions = new Map<string, number>();
    let writing = true;
    const writers = Promise.all(
      streams.flatMap((stream) =>
        [1, 2].map(async () => {
          for (let n = 0; n < 25; n += 1) await appendOne(store.db, stream);
        }),
      ),
    ).finally(() => {
      writing = false;
    });
    let total = 0;
    for (;;) {
      const last = !writing;
      if (last) await settled();
      const events = await readCommitted(store.db, { after: cursor, limit: 7 });
      for (const event of events) {
        expect(event.version).toBe((versions.get(event.streamId) ?? 0) + 1);
        versions.set(event.streamId, event.version);
        cursor = positionOf(event);
      }
      total += events.length;
      if (last && events.length === 0) break;
    }
    await writers;
    expect(total).toBe(250);
  });

  it.each(['server', 'database'] as const)('below the horizon of the %s, walks the indexes of all partitions in order', async (below) => {
    // Many enough that the planner has a choice; the same plan was looked at on a million rows (see README).
    const client = new pg.Client({ connectionString: store.urls.ownerUrl });
    await client.connect();
    try {
      await client.query(`insert into events (tx, stream_id, version, event_id, type, data)
        select ((n % 5000) + 3)::text::xid8, gen_random_uuid(), 1, gen_random_uuid(), 'T', '{}' from generate_series(1, 60000) n`);
      await client.query('analyze events');
      await preferIndexOrder(client);
      await client.query(`prepare plan_probe (xid8, bigint) as ${committedQuery(500, below)}`);
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute plan_probe ('500', '0')`);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('Merge Append');
      expect(plan.match(/Index Scan using/g)).toHaveLength(8);
      expect(plan).not.toMatch(/Seq Scan|Sort {2}/);
    } finally {
      await client.end();
    }
  });
});
