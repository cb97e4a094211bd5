import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { startNewEpoch } from '@parley/event-store';
import { eventually, testNats } from '@parley/testing';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Nats } from '../connect-nats.ts';
import {
  connectTestNats,
  createEndings,
  createSeenDatabase,
  createWatcher,
  faultsIn,
  newStream,
  readSeen,
  type SeenDatabase,
  startLoop,
  startOwner,
  type TestOwner,
} from '../test-system.ts';
import { lockConsumer } from './consumer-position.ts';
import { listDeadLetters, retryDeadLetter } from './dead-letters.ts';

describe('a consumer', () => {
  const endings = createEndings();
  let server: Awaited<ReturnType<typeof testNats>>;
  let nats: Nats;
  let owner: TestOwner;
  let seen: SeenDatabase;
  beforeEach(async () => {
    server = await testNats();
    endings.add(() => server.stop());
    nats = await connectTestNats(endings, server.url);
    owner = await startOwner(endings, nats);
    seen = await createSeenDatabase(endings);
  });
  afterEach(() => endings.run());

  const seenOf = async (stream: string) => (await readSeen(seen)).filter((row) => row.stream_id === stream);
  const sees = (streams: Map<string, number>, timeoutMs = 10_000) =>
    eventually(
      'everything is seen once and in order',
      async () => {
        const faults = faultsIn(await readSeen(seen), streams);
        if (faults.length > 0) throw new Error(faults.join('; '));
        return true;
      },
      timeoutMs,
    );
  const follows = (consumer: ReturnType<typeof createWatcher>) =>
    eventually('it follows', () => consumer.status().state === 'following' || undefined);

  it('begins with everything that the owner ever published, then follows', async () => {
    const stream = newStream();
    await owner.append(stream, ['A', 'B', 'Private', 'C']);
    const consumer = createWatcher(nats, seen);
    startLoop(endings, consumer.run);
    await eventually('the past', async () => (await seenOf(stream)).length === 3 || undefined);
    await follows(consumer);
    await owner.append(stream, ['D', 'Private', 'E']);
    const rows = await eventually('the present', async () => ((await seenOf(stream)).length === 5 ? await seenOf(stream) : undefined));
    expect(rows.map(({ type, version }) => [type, version])).toEqual([
      ['A', 1],
      ['B', 2],
      ['C', 4],
      ['D', 5],
      ['E', 7],
    ]);
  });

  it('passes over what does not concern it, alone or among what does, without handling or remembering it', async () => {
    const handled: string[] = [];
    const consumer = createWatcher(nats, seen, {
      concerns: ({ type }) => type === 'Wanted',
      handle: async (trx, { type, version, streamId }) => {
        handled.push(type);
        await sql`insert into seen (stream_id, version, type) values (${streamId}, ${version}, ${type})`.execute(trx);
      },
    });
    startLoop(endings, consumer.run);
    await follows(consumer);
    const [dull, mixed] = [newStream(), newStream()];
    for (let n = 0; n < 20; n += 1) await owner.append(dull, ['Dull']);
    await owner.append(mixed, ['Dull', 'Wanted', 'Dull', 'Wanted']);
    await owner.append(dull, ['Dull', 'Dull']);
    await owner.append(mixed, ['Wanted']);
    await eventually('the last one', async () => (await seenOf(mixed)).length === 3 || undefined);
    expect(handled).toEqual(['Wanted', 'Wanted', 'Wanted']);
    expect((await seenOf(mixed)).map(({ version }) => version)).toEqual([2, 4, 5]);
    const { rows } = await sql<{ stream_id: string }>`select stream_id from consumer_streams`.execute(seen.db);
    expect(rows.map(({ stream_id }) => stream_id)).toEqual([mixed]);
  });

  it('does not remember an event that turned out to have no effect, and moves on', async () => {
    const consumer = createWatcher(nats, seen, { handle: async () => 'no effect' });
    startLoop(endings, consumer.run);
    await follows(consumer);
    const before = await consumer.position();
    await owner.append(newStream(), ['A', 'B']);
    await eventually('it moved on', async () => (await consumer.position()) !== before || undefined);
    const { rows } = await sql`select from consumer_streams`.execute(seen.db);
    expect(rows).toEqual([]);
  });

  it('does nothing twice when everything is delivered again', async () => {
    const consumer = createWatcher(nats, seen);
    const stop = startLoop(endings, consumer.run);
    await follows(consumer);
    const streams = new Map(Array.from({ length: 5 }, () => [newStream(), 10]));
    for (const stream of streams.keys()) await owner.append(stream, Array(10).fill('T'));
    await sees(streams);
    await stop();
    // The broker's memory of what was acknowledged is gone; it starts anew from the first message.
    const jsm = await jetstreamManager(nats.nc);
    await jsm.consumers.delete('ROOMS', 'watcher');
    await jsm.consumers.add('ROOMS', { durable_name: 'watcher', ack_policy: 'all', deliver_policy: 'all' });
    const again = createWatcher(nats, seen);
    startLoop(endings, again.run);
    const more = newStream();
    await owner.append(more, ['T']);
    await sees(new Map([...streams, [more, 1]]));
  });

  it('reads from the owner what is missing between two deliveries', async () => {
    const consumer = createWatcher(nats, seen);
    startLoop(endings, consumer.run);
    const stream = newStream();
    await owner.append(stream, ['A']);
    await sees(new Map([[stream, 1]]));
    // All is forgotten, in one moment: what was published before the next delivery is a gap.
    await seen.db.transaction().execute(async (trx) => {
      await lockConsumer(trx, 'rooms:watcher');
      await sql`update consumer_positions set position = '0-0'`.execute(trx);
      await sql`delete from seen`.execute(trx);
      await sql`delete from consumer_streams`.execute(trx);
    });
    await owner.append(stream, ['B']);
    await sees(new Map([[stream, 2]]));
  });

  it('catches up when it is asked to, with all that was committed before, on a replica that does not lead', async () => {
    const leader = createWatcher(nats, seen);
    startLoop(endings, leader.run);
    await follows(leader);
    const follower = createWatcher(nats, seen);
    startLoop(endings, follower.run);
    for (let n = 0; n < 10; n += 1) {
      const stream = newStream();
      await owner.append(stream, ['A', 'B']);
      await follower.catchUp();
      expect(await seenOf(stream)).toHaveLength(2);
    }
    expect(follower.status().state).toBe('standby');
  });

  it('has one active replica; another takes over', async () => {
    const active: string[] = [];
    const start = async (name: string) => {
      const watcher = createWatcher(await connectTestNats(endings, server.url), seen, {
        prepare: async () => void active.push(name),
      });
      return { watcher, stop: startLoop(endings, watcher.run) };
    };
    const first = await start('first');
    await follows(first.watcher);
    const second = await start('second');
    const streams = new Map(Array.from({ length: 20 }, () => [newStream(), 3]));
    for (const stream of streams.keys()) await owner.append(stream, ['A', 'B', 'C']);
    await sees(streams);
    expect(new Set(active)).toEqual(new Set(['first']));
    await first.stop();
    await follows(second.watcher);
    const later = newStream();
    await owner.append(later, ['A']);
    await sees(new Map([...streams, [later, 1]]));
  });

  it('tries a failing event again, keeping the order', async () => {
    let failures = 3;
    const consumer = createWatcher(nats, seen, {
      handle: async (trx, event) => {
        await sql`insert into seen (stream_id, version, type) values (${event.streamId}, ${event.version}, ${event.type})`.execute(trx);
        if (event.type === 'Hard' && failures-- > 0) throw new Error('not yet');
      },
    });
    startLoop(endings, consumer.run);
    await follows(consumer);
    const stream = newStream();
    await owner.append(stream, ['A', 'Hard', 'B', 'C']);
    await sees(new Map([[stream, 4]]));
    expect(await listDeadLetters(seen.db)).toEqual([]);
  });

  it('gives up a poison event after its tries, goes on with later ones, and can be told to try it again', async () => {
    let poisonous = true;
    let tries = 0;
    const handle: Parameters<typeof createWatcher>[2] = {
      maxTries: 3,
      handle: async (trx, event) => {
        if (event.type === 'Poison') tries += 1;
        if (event.type === 'Poison' && poisonous) throw new Error('cannot digest');
        await sql`insert into seen (stream_id, version, type) values (${event.streamId}, ${event.version}, ${event.type})`.execute(trx);
      },
    };
    const consumer = createWatcher(nats, seen, handle);
    startLoop(endings, consumer.run);
    await follows(consumer);
    const stream = newStream();
    await owner.append(stream, ['A', 'Poison', 'B']);
    await eventually('the rest is seen', async () => (await seenOf(stream)).length === 2 || undefined);
    // Once in the batch, then alone.
    expect(tries).toBeGreaterThanOrEqual(3);
    expect(tries).toBeLessThanOrEqual(4);
    const [letter, ...others] = await listDeadLetters(seen.db);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      consumer: 'rooms:watcher',
      stream_id: stream,
      version: 2,
      type: 'Poison',
      tries: 3,
      error: 'Error: cannot digest',
    });

    const options = { nats, db: seen.db, service: 'rooms', durable: 'watcher', handle: handle.handle ?? (async () => undefined) } as const;
    await expect(retryDeadLetter(options, letter?.id ?? '')).rejects.toThrow('cannot digest');
    expect(await listDeadLetters(seen.db)).toHaveLength(1);
    poisonous = false;
    expect(await retryDeadLetter(options, letter?.id ?? '')).toBe('handled');
    expect((await seenOf(stream)).map(({ type }) => type)).toEqual(['A', 'B', 'Poison']);
    expect(await listDeadLetters(seen.db)).toEqual([]);
    expect(await retryDeadLetter(options, letter?.id ?? '')).toBe('not found');
  });

  it('waits out a database that is away instead of giving events up', async () => {
    let away = true;
    const consumer = createWatcher(nats, seen, {
      maxTries: 2,
      prepare: async (trx) => {
        // What a handler sees when an administrator or a failover ends its connection.
        if (away) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
      },
    });
    startLoop(endings, consumer.run);
    const stream = newStream();
    await owner.append(stream, ['A', 'B']);
    await sleep(1_500);
    away = false;
    await sees(new Map([[stream, 2]]));
    expect(await listDeadLetters(seen.db)).toEqual([]);
  });

  it('notices a stream that was deleted under it, and follows the new one', async () => {
    const consumer = createWatcher(nats, seen);
    startLoop(endings, consumer.run);
    await follows(consumer);
    const stream = newStream();
    await owner.append(stream, ['A', 'B']);
    await sees(new Map([[stream, 2]]));
    await (await jetstreamManager(nats.nc)).streams.delete('ROOMS');
    await owner.append(stream, ['C']);
    await sees(new Map([[stream, 3]]));
    await owner.append(stream, ['D']);
    await sees(new Map([[stream, 4]]));
  });

  it('starts over when the owner was restored, and applies nothing twice', async () => {
    const consumer = createWatcher(nats, seen);
    startLoop(endings, consumer.run);
    await follows(consumer);
    const stream = newStream();
    await owner.append(stream, ['A', 'B']);
    await sees(new Map([[stream, 2]]));
    await owner.stopRelay();
    await startNewEpoch(owner.urls.ownerUrl);
    startLoop(endings, owner.relay.run);
    await owner.append(stream, ['C']);
    await sees(new Map([[stream, 3]]));
  });
});
