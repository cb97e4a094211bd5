import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendToStream, LateStreamLockError, WrongExpectedVersionError } from './append-to-stream.ts';
import { loadStream } from './load-stream.ts';
import { lockStream, lockStreams } from './lock-stream.ts';
import { appendOne, createTestStore, type TestStore } from './test-store.ts';

describe('appending to a stream', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await createTestStore();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const append = (streamId: string, expectedVersion: number, types: string[]) =>
    store.db.transaction().execute(async (trx) => {
      await lockStream(trx, streamId);
      return appendToStream(trx, streamId, { expectedVersion, events: types.map((type) => ({ type, data: { of: type } })) });
    });

  it('gives dense versions and returns what is stored', async () => {
    const stream = randomUUID();
    const first = await append(stream, 0, ['A', 'B']);
    const second = await append(stream, 2, ['C']);
    expect([...first, ...second].map(({ version, type }) => [version, type])).toEqual([
      [1, 'A'],
      [2, 'B'],
      [3, 'C'],
    ]);
    expect(await loadStream(store.db, stream, { limit: 10 })).toEqual([...first, ...second]);
    expect(await loadStream(store.db, stream, { afterVersion: 1, limit: 1 })).toEqual([first[1]]);
  });

  it('keeps data, metadata and the versions of types', async () => {
    const stream = randomUUID();
    const data = { text: 'a "quoted", \\backslashed {braced} 👋 line\n', list: [1, null], nested: { deep: true } };
    const metadata = { actor_id: randomUUID(), traceparent: '00-a-b-01' };
    const [stored] = await store.db.transaction().execute(async (trx) => {
      await lockStream(trx, stream);
      return appendToStream(trx, stream, { expectedVersion: 0, events: [{ type: 'T', data, metadata, schemaVersion: 3 }] });
    });
    expect(stored).toMatchObject({ data, metadata, schemaVersion: 3, streamId: stream });
    expect(stored?.eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('refuses a decision that was taken on an older version', async () => {
    const stream = randomUUID();
    await append(stream, 0, ['A']);
    await expect(append(stream, 0, ['B'])).rejects.toThrow(WrongExpectedVersionError);
    await expect(append(stream, 5, ['B'])).rejects.toMatchObject({ expectedVersion: 5, actualVersion: 1 });
    expect(await loadStream(store.db, stream, { limit: 10 })).toHaveLength(1);
  });

  it('lets one of many writers through at a time, and no version twice', async () => {
    const stream = randomUUID();
    const stored = await Promise.all(Array.from({ length: 20 }, () => appendOne(store.db, stream)));
    expect(stored.map(({ version }) => version).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('refuses a transaction whose id is older than the stream, since it would be published before its predecessor', async () => {
    const stream = randomUUID();
    const early = await store.pool.connect();
    try {
      await early.query('begin');
      await early.query('select pg_current_xact_id()');
      await appendOne(store.db, stream);
      await early.query('commit');
    } finally {
      early.release();
    }
    const late = store.db.transaction().execute(async (trx) => {
      await sql`select pg_current_xact_id()`.execute(trx);
      // Somebody else overtakes between this transaction's first write and its lock.
      await appendOne(store.db, stream);
      await lockStream(trx, stream);
      return appendToStream(trx, stream, { expectedVersion: 2, events: [{ type: 'Late', data: {} }] });
    });
    await expect(late).rejects.toThrow(LateStreamLockError);
  });

  it('locks several streams in one order, so that two writers of the same streams never deadlock', async () => {
    const streams = Array.from({ length: 10 }, () => randomUUID());
    const lockAll = (order: string[]) => store.db.transaction().execute((trx) => lockStreams(trx, order));
    await Promise.all(Array.from({ length: 40 }, (_, index) => lockAll(index % 2 ? streams : streams.toReversed())));
  });

  it('keeps the runtime role from changing or removing events; erasure leaves a trace', async () => {
    const { streamId, version } = await appendOne(store.db, randomUUID(), 'Said', { text: 'secret' });
    await expect(sql`update events set data = '{}'`.execute(store.db)).rejects.toThrow('permission denied');
    await expect(sql`delete from events`.execute(store.db)).rejects.toThrow('permission denied');
    await expect(sql`truncate events`.execute(store.db)).rejects.toThrow('permission denied');
    await expect(sql`insert into erasures (stream_id, version, reason) values (${streamId}, 1, 'x')`.execute(store.db)).rejects.toThrow(
      'permission denied',
    );
    await sql`select erase_event_data(${streamId}, ${version}, '{"erased": true}', 'message deleted')`.execute(store.db);
    const [event] = await loadStream(store.db, streamId, { limit: 1 });
    expect(event?.data).toEqual({ erased: true });
    const erasures = await store.db.selectFrom('erasures').select(['version', 'reason']).where('stream_id', '=', streamId).execute();
    expect(erasures).toEqual([{ version, reason: 'message deleted' }]);
  });
});
