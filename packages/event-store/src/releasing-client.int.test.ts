import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTestDatabase, type TestDatabase } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from './create-pool.ts';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase('event_store');
  pool = createPool({ connectionString: database.url, max: 1 });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

function youngCollection(): () => void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  return () => gc({ type: 'minor' });
}

/** How many of so many results are still in memory after young collections. Asked again when a full one came between: it keeps none. */
async function keptOf(count: number, query: () => Promise<pg.QueryResult>): Promise<number> {
  let fullCollections = 0;
  const observer = new PerformanceObserver((list) => {
    fullCollections += list.getEntries().filter(isFullCollection).length;
  });
  observer.observe({ entryTypes: ['gc'] });
  try {
    for (let tries = 1; ; tries += 1) {
      fullCollections = 0;
      const kept = await keptOnce(count, query);
      if (fullCollections === 0) return kept;
      if (tries === 10) throw new Error('no time without a full collection');
    }
  } finally {
    observer.disconnect();
  }
}

function isFullCollection(entry: PerformanceEntry): boolean {
  const { detail } = entry as PerformanceEntry & { detail?: { kind: number } };
  return detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

async function keptOnce(count: number, query: () => Promise<pg.QueryResult>): Promise<number> {
  const collect = youngCollection();
  const results: Array<WeakRef<pg.QueryResult>> = [];
  for (let nth = 0; nth < count; nth += 1) {
    await (async () => results.push(new WeakRef(await query())))();
    await delay(1);
    if (nth % 10 === 9) collect();
  }
  await delay(5);
  collect();
  collect();
  // The observer is told in a turn of its own.
  await delay(20);
  return results.filter((result) => result.deref() !== undefined).length;
}

describe('a client of the pool', () => {
  it('lets results go at the next young collection, where that of pg keeps them', async () => {
    // Should it keep few after an update of Node.js or `pg`: the class is needed no longer.
    const plain = new pg.Client({ connectionString: database.url });
    await plain.connect();
    const kept = await keptOf(40, () => plain.query('select 1')).finally(() => plain.end());
    expect(kept).toBeGreaterThan(20);
    const client = await pool.connect();
    expect(await keptOf(40, () => client.query('select 1'))).toBeLessThan(5);
    client.release();
  });

  it('rejects with the place that asked', async () => {
    const client = await pool.connect();
    const asksForNothing = async () => await client.query('select nothing from nowhere', []);
    const error = await asksForNothing().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: '42P01' });
    expect((error as Error).stack).toContain('asksForNothing');
    client.release();
  });

  it('takes callbacks and configurations like any other', async () => {
    const client = await pool.connect();
    const called = await new Promise((resolve) => client.query('select $1::int as nr', [7], (_error, { rows }) => resolve(rows)));
    expect(called).toEqual([{ nr: 7 }]);
    const { rows } = await client.query<[number]>({ text: 'select $1::int', values: [8], rowMode: 'array' });
    expect(rows).toEqual([[8]]);
    client.release();
  });
});
