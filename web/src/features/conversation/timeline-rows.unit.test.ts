import type { OutboxItem, RoomState, TimelineEntry } from '@parley/client';
import type { Profile } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { lastSeqIn, type Row, type TimelineInput, timelineRows } from './timeline-rows.ts';

const person = (id: string): Profile => JSON.parse(JSON.stringify({ id, username: id, display_name: id, avatar_url: null }));
const [ada, grace] = [person('ada'), person('grace')];
const start = new Date(2026, 10, 20, 12, 0).getTime();
const minutes = (count: number) => count * 60_000;

function said(seq: number, sender: Profile, after = 0, clientId: string | null = null): TimelineEntry {
  const message = {
    id: `id-${seq}`,
    room_id: 'room',
    seq,
    client_id: clientId,
    sender,
    content: `line ${seq}`,
    message_type: 'text',
    event: null,
    created_at: new Date(start + after).toISOString(),
    reply_to: null,
    is_edited: false,
    reactions: [],
    attachments: [],
  };
  return JSON.parse(JSON.stringify({ kind: 'message', seq, message }));
}
function joined(seq: number, after = 0): TimelineEntry {
  const event = {
    type: 'member.joined',
    room_id: 'room',
    seq,
    at: new Date(start + after).toISOString(),
    data: { user: grace, role: 'member', actor: ada },
  };
  return JSON.parse(JSON.stringify({ kind: 'notice', seq, event }));
}
const pending = (clientId: string, after: number, state: OutboxItem['state'] = 'sending'): OutboxItem => ({
  clientId,
  roomId: 'room',
  content: clientId,
  replyTo: null,
  createdAt: new Date(start + after).toISOString(),
  state,
  seq: null,
  error: null,
});

type Change = Partial<TimelineInput> & { floor?: number; type?: RoomState['type'] };
const rowsOf = (timeline: TimelineEntry[], change: Change = {}) =>
  timelineRows({
    room: { type: change.type ?? 'group', timeline, floor: change.floor ?? 0 },
    outbox: [],
    viewer: ada,
    unreadAfter: null,
    ...change,
  });
/** Rows in short: b(eginning), d(ay), u(nread), n(otice), and messages with < > where a run begins and ends. */
const short = (rows: Row[]) =>
  rows
    .map((row) => (row.kind === 'message' ? `${row.isFirst ? '<' : ''}${row.key.replace('id-', '')}${row.isLast ? '>' : ''}` : row.kind[0]))
    .join(' ');

describe('rows', () => {
  it('begin with the beginning once everything is loaded, and each day with its name', () => {
    expect(short(rowsOf([said(1, ada), said(2, ada, minutes(24 * 60))]))).toBe('b d <1> d <2>');
  });

  it('join the lines of one sender until somebody else speaks or a pause comes', () => {
    const timeline = [
      said(1, grace),
      said(2, grace, minutes(1)),
      said(3, ada, minutes(2)),
      said(4, grace, minutes(3)),
      said(5, grace, minutes(9)),
    ];
    expect(short(rowsOf(timeline))).toBe('b d <1 2> <3> <4> <5>');
  });

  it('end a run at a notice', () => {
    expect(short(rowsOf([said(1, grace), said(2, grace), joined(3), said(4, grace)]))).toBe('b d <1 2> n <4>');
  });

  it('leave out that who opened a room is in it, and every notice of a direct one', () => {
    expect(short(rowsOf([joined(1), joined(2), joined(3)]))).toBe('b d n n');
    expect(short(rowsOf([joined(1), said(2, grace)], { type: 'direct' }))).toBe('b d <2>');
  });

  it('mark where the unread ones begin, not before own messages', () => {
    const timeline = [said(1, grace), said(2, ada, 1), said(3, grace, 2), said(4, grace, 3)];
    expect(short(rowsOf(timeline, { unreadAfter: 1 }))).toBe('b d <1> <2> u <3 4>');
    expect(short(rowsOf(timeline, { unreadAfter: 4 }))).toBe('b d <1> <2> <3 4>');
  });

  it('do not mark where the loaded ones begin as where the unread ones begin', () => {
    const unread = [said(10, grace), said(11, grace, 1), said(12, grace, 2)];
    expect(short(rowsOf(unread, { unreadAfter: 5, floor: 9 }))).toBe('11 12>');
    expect(short(rowsOf([said(5, grace), ...unread], { unreadAfter: 5, floor: 4 }))).toBe('u <10 11 12>');
  });

  it('show what is on its way out last, under the key that it keeps', () => {
    const before = rowsOf([said(1, grace)], { outbox: [pending('c-1', minutes(1)), pending('c-2', minutes(2), 'failed')] });
    expect(short(before)).toBe('b d <1> <c-1 c-2>');
    const after = rowsOf([said(1, grace), said(2, ada, minutes(1), 'c-1')], {
      outbox: [pending('c-1', minutes(1)), pending('c-2', minutes(2), 'failed')],
    });
    expect(after.map((row) => row.key)).toEqual(before.map((row) => row.key));
  });

  it('keep their form when older ones are loaded', () => {
    const all = Array.from({ length: 60 }, (_, number) =>
      said(number + 1, number % 7 < 4 ? grace : ada, minutes(number * (number % 5 === 0 ? 300 : 1))),
    );
    for (let loaded = 2; loaded < 60; loaded += 1) {
      const known = rowsOf(all.slice(-loaded), { floor: 60 - loaded });
      const more = rowsOf(all.slice(-loaded - 1), { floor: 59 - loaded });
      expect(more.slice(-known.length)).toEqual(known);
    }
  });
});

describe('how far is seen', () => {
  it('is the last committed line among the rows that are', () => {
    const rows = rowsOf([said(1, grace), joined(3)], { outbox: [pending('c-1', 1)] });
    expect(lastSeqIn(rows, rows.length)).toBe(3);
    expect(lastSeqIn(rows, 3)).toBe(1);
    expect(lastSeqIn(rows, 1)).toBe(0);
  });
});
