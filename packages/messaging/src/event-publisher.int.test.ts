import { randomUUID } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import type { Msg } from '@nats-io/nats-core';
import { beginning, formatPosition, type PublishedEvent, subjects } from '@parley/contracts';
import { eventually, testNats } from '@parley/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Nats } from './connect-nats.ts';
import { decodeEvent } from './event-headers.ts';
import { createEventPublisher } from './event-publisher.ts';
import { connectTestNats, createEndings } from './test-system.ts';

const size = { maxBytes: 16 * 1024 ** 2 };

describe('publishing events to JetStream', () => {
  const endings = createEndings();
  let server: Awaited<ReturnType<typeof testNats>>;
  let nats: Nats;
  beforeEach(async () => {
    server = await testNats();
    endings.add(() => server.stop());
    nats = await connectTestNats(endings, server.url);
  });
  afterEach(() => endings.run());

  function events(count: number, from = 1): PublishedEvent[] {
    const streamId = randomUUID();
    return Array.from({ length: count }, (_, index) => ({
      service: 'rooms',
      streamId,
      version: index + 1,
      type: 'room.opened',
      eventId: randomUUID(),
      schemaVersion: 1,
      position: formatPosition(BigInt(from + index), BigInt(from + index)),
      previous: index === 0 ? beginning : formatPosition(BigInt(from + index - 1), BigInt(from + index - 1)),
      epoch: 'epoch',
      payload: JSON.stringify({ n: index }),
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }));
  }

  it('stores events in order and passes them on, headers and all', async () => {
    const publisher = createEventPublisher(nats, 'rooms', size);
    expect(await publisher.state()).toMatchObject({ lastSequence: 0, last: undefined });
    const received: Msg[] = [];
    nats.nc.subscribe(subjects.allLive('rooms'), { callback: (_error, message) => void received.push(message) });
    const published = events(3_000);
    expect(await publisher.publish(published, { lastSequence: 0 })).toEqual({ stored: 3_000, lastSequence: 3_000 });
    await eventually('all are passed on', () => received.length === 3_000 || undefined);
    expect(received.map((message) => decodeEvent('rooms', message.subject, message.headers, message.string()))).toEqual(published);
    expect(await publisher.state()).toMatchObject({ lastSequence: 3_000, last: { position: published.at(-1)?.position, epoch: 'epoch' } });
  });

  it('stores no event twice that the broker has already, and whoever asks anew learns where to go on', async () => {
    // nats-server 2.9 looks for the message id before it checks the expected sequence, and takes what it has for stored; 2.14 checks
    // the sequence first and refuses. A relay that takes over from one that died then aligns once more, and finds everything there.
    const publisher = createEventPublisher(nats, 'rooms', size);
    await publisher.state();
    const published = events(20);
    await publisher.publish(published.slice(0, 12), { lastSequence: 0 });
    expect([0, 20]).toContain((await publisher.publish(published, { lastSequence: 0 })).stored);
    expect(await publisher.state()).toMatchObject({ lastSequence: 20, last: { position: published.at(-1)?.position } });
    const { state } = await (await jetstreamManager(nats.nc)).streams.info('ROOMS');
    expect(state.messages).toBe(20);
  });

  it('stores nothing behind somebody else, also when later sequence numbers happen to fit', async () => {
    const publisher = createEventPublisher(nats, 'rooms', size);
    const other = createEventPublisher(await connectTestNats(endings, server.url), 'rooms', size);
    await publisher.state();
    await publisher.publish(events(5), { lastSequence: 0 });
    await other.publish(events(2, 100), { lastSequence: 5 });
    expect(await publisher.publish(events(5, 6), { lastSequence: 5 })).toMatchObject({ stored: 0 });
    expect((await publisher.state()).lastSequence).toBe(7);
  });

  it('finds the stream gone, and makes it again', async () => {
    const publisher = createEventPublisher(nats, 'rooms', size);
    const { created } = await publisher.state();
    const published = events(5);
    await publisher.publish(published, { lastSequence: 0 });
    await (await jetstreamManager(nats.nc)).streams.delete('ROOMS');
    expect(await publisher.publish(events(3, 6), { lastSequence: 5 })).toMatchObject({ stored: 0 });
    const state = await publisher.state();
    expect(state).toMatchObject({ lastSequence: 0, last: undefined });
    expect(state.created).not.toBe(created);
    expect(await publisher.publish(published, { lastSequence: 0 })).toMatchObject({ stored: 5 });
  });

  it('knows the last event also after newer ones were deleted', async () => {
    const publisher = createEventPublisher(nats, 'rooms', size);
    await publisher.state();
    const published = events(4);
    await publisher.publish(published, { lastSequence: 0 });
    const jsm = await jetstreamManager(nats.nc);
    await jsm.streams.deleteMessage('ROOMS', 4);
    expect(await publisher.state()).toMatchObject({ lastSequence: 4, last: { position: published[2]?.position } });
    await jsm.streams.purge('ROOMS');
    expect(await publisher.state()).toMatchObject({ lastSequence: 4, last: undefined });
  });

  it('gives up when the broker is silent, and goes on when it speaks again', async () => {
    const publisher = createEventPublisher(nats, 'rooms', { ...size, ackTimeoutMs: 300 });
    await publisher.state();
    const published = events(10);
    await server.pause();
    await expect(publisher.publish(published, { lastSequence: 0 })).rejects.toThrow('has not acknowledged');
    await server.resume();
    // What was sent into the silence arrives after all; sending it again does nothing twice.
    expect([0, 10]).toContain((await publisher.publish(published, { lastSequence: 0 })).stored);
    expect(await publisher.state()).toMatchObject({ lastSequence: 10, last: { position: published.at(-1)?.position } });
  });

  it('does not wait for answers that a lost connection will never bring', async () => {
    const publisher = createEventPublisher(nats, 'rooms', { ...size, ackTimeoutMs: 30_000 });
    await publisher.state();
    await server.pause();
    const publishing = publisher.publish(events(10), { lastSequence: 0 });
    await server.kill();
    await server.restart();
    await expect(publishing).rejects.toThrow('was away');
    expect((await publisher.state()).lastSequence).toBe(0);
  });
});
