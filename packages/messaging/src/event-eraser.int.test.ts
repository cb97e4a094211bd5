import { randomUUID } from 'node:crypto';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { beginning, formatPosition, type PublishedEvent } from '@parley/contracts';
import { testNats } from '@parley/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Nats } from './connect-nats.ts';
import { createEventEraser } from './event-eraser.ts';
import { createEventPublisher } from './event-publisher.ts';
import { connectTestNats, createEndings } from './test-system.ts';

const size = { maxBytes: 16 * 1024 ** 2 };

describe('erasing published events', () => {
  const endings = createEndings();
  let nats: Nats;
  let jsm: JetStreamManager;
  beforeEach(async () => {
    const server = await testNats();
    endings.add(() => server.stop());
    nats = await connectTestNats(endings, server.url);
    jsm = await jetstreamManager(nats.nc);
  });
  afterEach(() => endings.run());

  const at = (n: number) => formatPosition(BigInt(n), BigInt(n * 10));

  function events(from: number, count: number, epoch = 'one'): PublishedEvent[] {
    const streamId = randomUUID();
    return Array.from({ length: count }, (_, index) => ({
      service: 'rooms',
      streamId,
      version: index + 1,
      type: 'room.opened',
      eventId: randomUUID(),
      schemaVersion: 1,
      position: at(from + index),
      previous: index === 0 ? beginning : at(from + index - 1),
      epoch,
      payload: JSON.stringify({ n: from + index }),
    }));
  }

  async function left(): Promise<number[]> {
    const { state } = await jsm.streams.info('ROOMS', { deleted_details: true });
    const deleted = new Set(state.deleted ?? []);
    const found: number[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) if (!deleted.has(seq)) found.push(seq);
    return found;
  }

  it('finds them by their place in the order, past what is missing', async () => {
    const publisher = createEventPublisher(nats, 'rooms', size);
    await publisher.state();
    await publisher.publish(events(100, 300), { lastSequence: 0 });
    for (const seq of [1, 2, 149, 150, 151, 152, 300]) await jsm.streams.deleteMessage('ROOMS', seq);
    const before = await left();
    const eraser = createEventEraser(nats, 'rooms');
    expect(await eraser.erase([at(102), at(148), at(253), at(398)])).toBe(4);
    expect(before).toHaveLength(293);
    const gone = new Set([3, 49, 154, 299]);
    expect(await left()).toEqual(before.filter((seq) => !gone.has(seq)));
    // What was never published, and what is gone already.
    expect(await eraser.erase([at(1), at(102), at(5_000), formatPosition(150n, 7n)])).toBe(0);
  });

  it('finds them on both sides of a restore, after which positions are given again', async () => {
    const publisher = createEventPublisher(nats, 'rooms', size);
    await publisher.state();
    await publisher.publish(events(100, 50), { lastSequence: 0 });
    await publisher.publish(events(120, 40, 'two'), { lastSequence: 50 });
    expect(await createEventEraser(nats, 'rooms').erase([at(130)])).toBe(2);
    expect(await left()).toHaveLength(88);
    expect((await left()).includes(31) || (await left()).includes(61)).toBe(false);
  });

  it('has nothing to do in an empty stream', async () => {
    const publisher = createEventPublisher(nats, 'rooms', size);
    await publisher.state();
    expect(await createEventEraser(nats, 'rooms').erase([at(1)])).toBe(0);
  });
});
