import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions, type PublishedEvent } from '@parley/contracts';
import { eventually } from '@parley/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendOne, createTestStore, publishAllButPrivate, silentLog, type TestStore } from '../test-store.ts';
import { createMemoryBroker, type MemoryBroker } from './memory-broker.ts';
import { createRelay } from './relay.ts';
import type { RelayOptions } from './relay-options.ts';

describe('the relay', () => {
  let store: TestStore;
  let broker: MemoryBroker;
  let running: Array<{ stop(): Promise<void> }> = [];

  beforeAll(async () => {
    store = await createTestStore();
  });
  afterAll(() => store[Symbol.asyncDispose]());
  beforeEach(() => {
    broker = createMemoryBroker();
  });
  afterEach(async () => {
    await Promise.all(running.map((relay) => relay.stop()));
    running = [];
  });

  function startRelay(options: Partial<RelayOptions> = {}) {
    const relay = createRelay({
      service: 'rooms',
      url: store.urls.url,
      publisher: broker.publisher(),
      toPublished: publishAllButPrivate,
      log: silentLog,
      ...options,
    });
    const ending = new AbortController();
    const run = relay.run(ending.signal);
    const stop = () => {
      ending.abort();
      return run;
    };
    running.push({ stop });
    return { ...relay, stop };
  }

  const published = (ids: string[]) => broker.events().filter((event) => ids.includes(event.streamId));
  const allPublished = (ids: string[], count: number) =>
    eventually('everything is published', () => (published(ids).length >= count ? published(ids) : undefined));

  async function appendMany(count: number, stream: string = randomUUID()): Promise<string> {
    for (let n = 0; n < count; n += 1) await appendOne(store.db, stream);
    return stream;
  }

  function expectInOrder(events: PublishedEvent[]) {
    expect(events.map(({ position }) => position)).toEqual(events.map(({ position }) => position).toSorted(comparePositions));
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
  }

  it('publishes in order, each event naming the one published before', async () => {
    const relay = startRelay();
    const stream = randomUUID();
    await appendOne(store.db, stream, 'Opened');
    await appendOne(store.db, stream, 'Private');
    await appendOne(store.db, stream, 'Closed');
    relay.wake();
    const [opened, closed] = await allPublished([stream], 2);
    expect([opened?.type, closed?.type]).toEqual(['opened', 'closed']);
    expect([opened?.version, closed?.version]).toEqual([1, 3]);
    expect(closed?.previous).toBe(opened?.position);
    expect(closed?.payload).toBe('{"n":3}');
    expectInOrder(broker.events());
  });

  it('publishes right after a commit when it is woken', async () => {
    const relay = startRelay({ pollMs: 10_000 });
    await eventually('it leads', () => relay.status().leading || undefined);
    await sleep(100);
    const stream = await appendMany(1);
    const start = performance.now();
    // Again and again: transactions of other tests may hide the event at the first wake.
    await eventually('it is published', () => {
      relay.wake();
      return published([stream]).length === 1 || undefined;
    });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('publishes what waited behind an older transaction soon after that has ended, without another wake', async () => {
    const relay = startRelay({ pollMs: 20 });
    await eventually('it leads', () => relay.status().leading || undefined);
    const older = await store.pool.connect();
    await older.query('begin');
    await older.query('select pg_current_xact_id()');
    const stream = await appendMany(1);
    relay.wake();
    await sleep(60);
    expect(published([stream])).toEqual([]);
    await older.query('rollback');
    older.release();
    await allPublished([stream], 1);
  });

  it('neither doubles nor skips after a crash between the broker and the cursor', async () => {
    const stream = await appendMany(30);
    broker.dieAfter(17);
    const first = startRelay({ batch: 10 });
    await allPublished([stream], 17);
    await first.stop();
    startRelay({ batch: 10 });
    expectInOrder(await allPublished([stream], 30));
  });

  it('never interleaves two relays that both believe to lead', async () => {
    // Two locks, so that nothing but the expected sequence keeps them apart.
    const first = startRelay({ batch: 3 });
    const second = startRelay({ batch: 5, service: 'messages' });
    const streams = await Promise.all([1, 2, 3].map(() => appendMany(30)));
    for (let n = 0; n < 20; n += 1) {
      first.wake();
      second.wake();
      await sleep(5);
    }
    expectInOrder(await allPublished(streams, 90));
  });

  it('hands over to another replica', async () => {
    const first = startRelay();
    await eventually('the first leads', () => first.status().leading || undefined);
    const second = startRelay();
    const stream = await appendMany(3);
    await allPublished([stream], 3);
    expect(second.status().leading).toBe(false);
    await first.stop();
    await appendMany(3, stream);
    await eventually('the second leads', () => second.status().leading || undefined);
    expectInOrder(await allPublished([stream], 6));
  });

  it('publishes again what the broker lost: its tail, or everything', async () => {
    startRelay();
    const stream = await appendMany(10);
    await allPublished([stream], 10);
    broker.loseTail(4);
    broker.reconnect();
    expectInOrder(await allPublished([stream], 10));
    broker.wipe();
    broker.reconnect();
    expectInOrder(await allPublished([stream], 10));
  });

  it('notices a lost stream at the next event, without a reconnect', async () => {
    const relay = startRelay();
    const stream = await appendMany(5);
    await allPublished([stream], 5);
    broker.wipe();
    await appendMany(1, stream);
    relay.wake();
    expectInOrder(await allPublished([stream], 6));
  });

  it('does not publish again what has merely expired', async () => {
    const first = startRelay();
    const stream = await appendMany(5);
    await allPublished([stream], 5);
    await first.stop();
    broker.expireAll();
    startRelay();
    await appendMany(1, stream);
    const events = await allPublished([stream], 1);
    expect(events.map(({ version }) => version)).toEqual([6]);
  });

  it('gives a new broker recent events only, and says what lies before them', async () => {
    const old = await appendMany(5);
    const recent = await appendMany(2);
    const client = await ownerClient();
    await client.query("update events set recorded_at = recorded_at - interval '1 hour' where stream_id <> $1", [recent]);
    await client.end();
    startRelay({ republishWindowMs: 60_000 });
    const [first] = await allPublished([recent], 2);
    expect(published([old])).toEqual([]);
    expect(first?.previous).not.toBe('0-0');
    expect(first && comparePositions(first.previous, first.position)).toBeLessThan(0);
  });

  it('waits while the broker is away, tells it, and loses nothing', async () => {
    const relay = startRelay();
    broker.setDown(true);
    const stream = await appendMany(3);
    relay.wake();
    await eventually('it waits', () => relay.status().state === 'waiting' || undefined);
    expect(relay.status().error?.message).toBe('the broker does not answer');
    broker.setDown(false);
    expectInOrder(await allPublished([stream], 3));
    expect(relay.status()).toMatchObject({ state: 'publishing', error: undefined });
  });

  it('stops at an event that cannot be mapped rather than skipping it', async () => {
    let broken = true;
    const relay = startRelay({
      toPublished: async (events) => {
        if (broken && events.some((event) => event.type === 'Odd')) throw new Error('no mapping');
        return publishAllButPrivate(events);
      },
    });
    const stream = await appendMany(1);
    await allPublished([stream], 1);
    await appendOne(store.db, stream, 'Odd');
    await appendOne(store.db, stream);
    await eventually('it waits', () => relay.status().state === 'waiting' || undefined);
    expect(published([stream])).toHaveLength(1);
    broken = false;
    expectInOrder(await allPublished([stream], 3));
  });

  it('goes on after its database connection was cut', async () => {
    const relay = startRelay();
    const stream = await appendMany(2);
    await allPublished([stream], 2);
    await store.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'leader relay:rooms' and datname = current_database()",
    );
    await appendMany(2, stream);
    relay.wake();
    expectInOrder(await allPublished([stream], 4));
  });

  async function ownerClient() {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: store.urls.ownerUrl });
    await client.connect();
    return client;
  }
});
