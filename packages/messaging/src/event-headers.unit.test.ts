import { formatPosition, type PublishedEvent } from '@parley/contracts';
import { expect, it } from 'vitest';
import { decodeEvent, encodeEventHeaders } from './event-headers.ts';

const event: PublishedEvent = {
  service: 'rooms',
  streamId: '0199f3a0-0000-7000-8000-0000000000b1',
  version: 7,
  type: 'room.members_added',
  eventId: '0199f3a0-0000-7000-8000-0000000000c1',
  schemaVersion: 2,
  position: formatPosition(12n, 34n),
  previous: formatPosition(11n, 33n),
  epoch: 'e',
  payload: '{}',
  traceparent: undefined,
};
const subject = 'evt.rooms.0199f3a0-0000-7000-8000-0000000000b1.room.members_added';

it('carries an event in headers and back', () => {
  expect(decodeEvent('rooms', subject, encodeEventHeaders(event, { sequence: 3 }), '{}')).toEqual(event);
});

it('ties an event to its place: a sequence number, or the event before', () => {
  const first = encodeEventHeaders(event, { sequence: 3 });
  expect([first.get('Nats-Msg-Id'), first.get('Nats-Expected-Last-Sequence')]).toEqual([`e:${event.eventId}`, '3']);
  const next = encodeEventHeaders(event, { event: { ...event, eventId: 'before' } });
  expect([next.get('Nats-Expected-Last-Msg-Id'), next.has('Nats-Expected-Last-Sequence')]).toEqual(['e:before', false]);
});

it('lets nothing from outside become another header', () => {
  const headers = encodeEventHeaders({ ...event, traceparent: 'x\r\nNats-Rollup: all' }, { sequence: 0 });
  expect(headers.keys()).not.toContain('traceparent');
});

it.each([
  ['a foreign subject', 'other', {}],
  ['no version', subject, { version: Number.NaN }],
  ['no version from 1', subject, { version: 0 }],
])('refuses %s', (_what, of, change) => {
  expect(() => decodeEvent('rooms', of, encodeEventHeaders({ ...event, ...change }, { sequence: 0 }), '')).toThrow('not a published event');
});

it('refuses a position that is none', () => {
  const headers = encodeEventHeaders(event, { sequence: 0 });
  headers.set('Parley-Position', 'x');
  expect(() => decodeEvent('rooms', subject, headers, '')).toThrow(RangeError);
});
