import { randomUUID } from 'node:crypto';
import { beginning, formatPosition, type PublishedEvent } from '@parley/contracts';
import { eventually } from '@parley/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEventsReader } from './events-reader.ts';
import { readCommitted } from './read-committed.ts';
import { readEpoch } from './read-epoch.ts';
import { startNewEpoch } from './start-new-epoch.ts';
import { appendOne, createTestStore, publishAllButPrivate, type TestStore } from './test-store.ts';

describe("the owner's answer to events-after", () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await createTestStore();
  });
  afterEach(() => store[Symbol.asyncDispose]());

  const reader = () => createEventsReader({ service: 'rooms', db: store.db, toPublished: publishAllButPrivate });

  async function readAll(limit: number): Promise<PublishedEvent[]> {
    const events: PublishedEvent[] = [];
    let after = beginning;
    for (;;) {
      const page = await reader()(after, limit);
      events.push(...page.events);
      after = page.up_to;
      if (!page.has_more) return events;
    }
  }

  it('gives every published event once, in pages of any size, none of which is empty while there is more', async () => {
    const stream = randomUUID();
    for (const type of ['A', 'Private', 'Private', 'Private', 'B', 'Private']) await appendOne(store.db, stream, type);
    for (const limit of [1, 2, 5, 100]) {
      const events = await readAll(limit);
      expect(events.map(({ type, version }) => [type, version])).toEqual([
        ['a', 1],
        ['b', 5],
      ]);
    }
    const page = await reader()(beginning, 1);
    expect(page).toMatchObject({ has_more: true, epoch: await readEpoch(store.db) });
  });

  it('lets the next call begin behind events that nobody else sees', async () => {
    const stream = randomUUID();
    for (const type of ['A', 'Private', 'Private']) await appendOne(store.db, stream, type);
    const page = await reader()(beginning, 10);
    expect(page.has_more).toBe(false);
    expect(page.up_to).not.toBe(page.events[0]?.position);
    expect(await readCommitted(store.db, { after: page.up_to, limit: 10 })).toEqual([]);
  });

  it('says when a transaction that stays open may hide what was committed, and when none does', async () => {
    const older = await store.pool.connect();
    await older.query('begin');
    await older.query('select pg_current_xact_id()');
    await appendOne(store.db, randomUUID(), 'Hidden');
    const hurried = createEventsReader({ service: 'rooms', db: store.db, toPublished: publishAllButPrivate, patienceMs: 50 });
    expect(await hurried(beginning, 10)).toMatchObject({ complete: false, events: [] });
    await older.query('commit');
    older.release();
    const page = await reader()(beginning, 10);
    expect(page).toMatchObject({ complete: true, events: [{}] });
  });

  it('includes what was committed before the call, also when an older transaction is still at work', async () => {
    const older = await store.pool.connect();
    await older.query('begin');
    await older.query('select pg_current_xact_id()');
    await appendOne(store.db, randomUUID(), 'Mine');
    const reading = reader()(beginning, 10);
    setTimeout(() => void older.query('rollback').then(() => older.release()), 20);
    expect((await reading).events.map(({ type }) => type)).toEqual(['mine']);
  });

  it('includes what was committed before the call while other databases of the server begin and end transactions', async () => {
    await using other = await createTestStore();
    const ending = new AbortController();
    const elsewhere = [1, 2, 3, 4, 5].map(async () => {
      while (!ending.signal.aborted) await other.pool.query('select pg_current_xact_id(), pg_sleep(random() * 0.02)');
    });
    const read = reader();
    try {
      for (let n = 0; n < 400; n += 1) {
        const { tx, position } = await appendOne(store.db);
        expect(await read(formatPosition(tx, position - 1n), 10)).toMatchObject({ complete: true, events: [{}] });
      }
    } finally {
      ending.abort();
      await Promise.all(elsewhere);
    }
  });

  it('is readable in a new epoch after a restore onto a server whose transaction ids lie behind', async () => {
    const stream = randomUUID();
    for (const type of ['A', 'B', 'C']) await appendOne(store.db, stream, type);
    const before = await readEpoch(store.db);
    const owner = new pg.Client({ connectionString: store.urls.ownerUrl });
    await owner.connect();
    await owner.query('update events set tx = (tx::text::bigint + 1000000000)::text::xid8, position = position + 10');
    await owner.end();
    expect((await reader()(beginning, 10)).events).toEqual([]);

    const epoch = await startNewEpoch(store.urls.ownerUrl);
    expect(epoch).not.toBe(before);
    await appendOne(store.db, stream, 'D');
    const page = await eventually('the new event is below the horizon', async () => {
      const read = await reader()(beginning, 10);
      return read.events.length === 4 ? read : undefined;
    });
    expect(page.epoch).toBe(epoch);
    expect(page.events.map(({ type, version }) => [type, version])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ]);
  });
});
