import type { TimelineEntry } from '@parley/client';
import type { History, LogEvent } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { joinedWith, openSurroundings, type Surroundings, withEvent, withNewer, withOlder } from './surroundings.ts';

const message = (seq: number) => ({
  ...{ id: `id-${seq}`, room_id: 'room', seq, client_id: null, sender: { id: 'ada' }, content: `line ${seq}`, message_type: 'text' },
  ...{ event: null, created_at: '2026-11-20T12:00:00.000Z', reply_to: null, is_edited: false, is_deleted: false, is_pinned: false },
  ...{ reply_count: 0, mentions: [], mentions_everyone: null, reactions: [], attachments: [] },
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
function page(from: number, to: number, hasMore: boolean, head = 100): History {
  return JSON.parse(JSON.stringify({ messages: range(from, to).map(message), has_more: hasMore, next_cursor: hasMore ? String(from) : null, head }));
}
const live = (floor: number, to = 100) => ({ timeline: openSurroundings(page(floor + 1, to, floor > 0), { timeline: [], floor: 0, recent: [] }).timeline, floor, recent: [] });
const seqs = ({ timeline }: { timeline: readonly TimelineEntry[] }) => timeline.map(({ seq }) => seq);
const edited = (seq: number, of: number): LogEvent =>
  JSON.parse(
    JSON.stringify({ type: 'message.edited', room_id: 'room', seq, at: '', data: { id: `id-${of}`, message_seq: of, content: 'new', mentions: [], mentions_everyone: null } }),
  );
const textOf = (around: Surroundings, seq: number) => {
  const entry = around.timeline.find((line) => line.seq === seq);
  return entry?.kind === 'message' ? entry.message.content : undefined;
};

describe('the surroundings of a message', () => {
  it('grow at both ends without a line twice', () => {
    const room = live(80);
    const opened = openSurroundings(page(20, 30, true), room);
    expect([opened.floor, opened.ceiling]).toEqual([19, 30]);
    const grown = withNewer(withOlder(opened, page(10, 19, true), room), page(31, 40, true), room);
    expect(seqs(grown)).toEqual(range(10, 40));
    expect([grown.floor, grown.ceiling]).toEqual([9, 40]);
    expect(withOlder(grown, page(1, 9, false), room).floor).toBe(0);
  });

  it('stand alone until they meet the newest lines, and then go on with them', () => {
    const room = live(80);
    const opened = openSurroundings(page(60, 70, true), room);
    expect(joinedWith(opened, room)).toMatchObject({ isJoined: false, floor: 59 });
    const met = joinedWith(withNewer(opened, page(71, 90, true), room), room);
    expect(met.isJoined).toBe(true);
    expect(seqs(met)).toEqual(range(60, 100));
  });

  it('reach the end where only events without a line are left', () => {
    const room = { timeline: [], floor: 100, recent: [] };
    const opened = openSurroundings(page(60, 90, true), room);
    expect(joinedWith(withNewer(opened, page(91, 97, false), room), room).isJoined).toBe(true);
  });

  it('follow what the log tells of them, live and since they were read', () => {
    const opened = openSurroundings(page(20, 30, true, 100), live(80));
    expect(textOf(withEvent(opened, edited(101, 25)), 25)).toBe('new');
    expect(withEvent(opened, edited(101, 50))).toBe(opened);
    expect(textOf(openSurroundings(page(20, 30, true, 100), { ...live(80), recent: [edited(101, 25)] }), 25)).toBe('new');
    expect(textOf(openSurroundings(page(20, 30, true, 100), { ...live(80), recent: [edited(99, 25)] }), 25)).toBe('line 25');
  });
});
