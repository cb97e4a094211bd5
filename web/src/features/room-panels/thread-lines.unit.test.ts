import type { OutboxItem, TimelineEntry } from '@parley/client';
import type { Message } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { knownMessage, threadLines } from './thread-lines.ts';

const message = (seq: number, changes: object = {}): Message =>
  JSON.parse(
    JSON.stringify({ id: `m${seq}`, seq, client_id: null, content: `line ${seq}`, is_deleted: false, reply_to: null, ...changes }),
  );
const replyTo = (id: string) => ({ reply_to: { id, seq: 1 } });
const line = (of: Message): TimelineEntry => ({
  kind: 'message',
  seq: of.seq,
  message: of,
  asOf: of.seq,
  isErased: false,
  awaitsDeletion: false,
});
const pending = (clientId: string, replyingTo: string | null): OutboxItem => ({
  clientId,
  roomId: 'room',
  content: 'on its way',
  replyTo: replyingTo,
  createdAt: '2026-11-20T12:00:00.000Z',
  state: 'sending',
  seq: null,
  error: null,
});
const keys = (input: Partial<Parameters<typeof threadLines>[0]>) =>
  threadLines({ parentId: 'm1', fetched: [], timeline: [], outbox: [], ...input }).map(({ key }) => key);

describe('the lines of a thread', () => {
  it('are the replies that were read and those that came since, once each, in order', () => {
    const fetched = [message(2, replyTo('m1')), message(4, replyTo('m1'))];
    const timeline = [message(4, replyTo('m1')), message(5), message(6, replyTo('m1')), message(7, replyTo('m5'))].map(line);
    expect(keys({ fetched, timeline })).toEqual(['m2', 'm4', 'm6']);
  });

  it('show a reply as the engine knows it, which hears of changes', () => {
    const lines = threadLines({
      parentId: 'm1',
      fetched: [message(2, replyTo('m1'))],
      timeline: [line(message(2, { ...replyTo('m1'), content: 'edited since' }))],
      outbox: [],
    });
    expect(lines).toMatchObject([{ kind: 'reply', message: { content: 'edited since' } }]);
  });

  it('leave out what was deleted since it was read', () => {
    // What was said is gone, and whom it answered with it.
    const timeline = [line(message(2, { is_deleted: true }))];
    expect(keys({ fetched: [message(2, replyTo('m1'))], timeline })).toEqual([]);
  });

  it('end with what is on its way out, under the key that it keeps', () => {
    const outbox = [pending('c9', 'm1'), pending('c10', 'm1'), pending('c11', null)];
    const timeline = [line(message(9, { ...replyTo('m1'), client_id: 'c9' }))];
    expect(keys({ outbox, timeline })).toEqual(['c9', 'c10']);
  });
});

it('finds the message of a line, and none where a notice stands', () => {
  const timeline = [line(message(3))];
  expect(knownMessage(timeline, 3)?.id).toBe('m3');
  expect(knownMessage(timeline, 4)).toBeUndefined();
});
