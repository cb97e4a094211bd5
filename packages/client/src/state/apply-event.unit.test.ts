import type { History, LogEvent, Member, Profile, RoomSummary } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, me, person, plainMessage, posted, readyRoom, roomId } from '../testing/samples.ts';
import { applyEvent, applyEvents } from './apply-event.ts';
import { applyHistory, applyMembers, applyRead, applySummary } from './apply-snapshot.ts';
import { openRoomState, type RoomState } from './room-state.ts';

const room = roomId(1);
const people = [me, person(2), person(3), person(4)];

/** What happens in a room, as numbers that the model below makes sense of. */
const action = fc.record({
  kind: fc.integer({ min: 0, max: 9 }),
  who: fc.integer({ min: 0, max: 3 }),
  value: fc.integer({ min: 0, max: 9 }),
});

/** A server in a few lines: from actions to a valid log, and from a log to what HTTP would answer. */
function logOf(actions: ReadonlyArray<{ kind: number; who: number; value: number }>): LogEvent[] {
  const log: LogEvent[] = [];
  const present = new Map<string, Profile>([[me.id, me]]);
  for (const { kind, who, value } of actions) {
    const seq = (log.length + 1) as LogEvent['seq'];
    const place = { room_id: room, seq, at: at(seq) };
    const user = people[who] ?? me;
    if (kind === 0 && !present.has(user.id)) {
      present.set(user.id, user);
      log.push({ type: 'member.joined', ...place, data: { user, role: 'member', actor: me } });
    } else if (kind === 1 && present.has(user.id) && user.id !== me.id) {
      present.delete(user.id);
      log.push({ type: 'member.left', ...place, data: { user, reason: 'left', actor: null } });
    } else if (kind === 2 && present.has(user.id)) {
      log.push({ type: 'member.role_changed', ...place, data: { user, role: value % 2 ? 'admin' : 'member', actor: me } });
    } else if (kind === 3) {
      const settings = {
        slow_mode_seconds: value,
        history_visibility: value % 2 ? ('all' as const) : ('joined' as const),
        shows_receipts: value % 2 === 0,
        is_writable: value % 3 > 0,
        changed: ['name' as const, 'description' as const],
      };
      const data = { name: `Room ${value}`, description: value % 2 ? `About ${value}` : null, picture_url: null, ...settings, actor: me };
      log.push({ type: 'room.updated', ...place, data });
    } else {
      log.push(posted(room, seq, present.get(user.id) ?? me));
    }
  }
  return log;
}

function snapshotOf(log: readonly LogEvent[], lastRead: number): RoomState {
  const members = new Map<string, Member>([[me.id, { ...me, role: 'owner', joined_at: at(0), status: 'offline', last_seen_at: null }]]);
  const texts = log.filter((event) => event.type === 'message.posted');
  const update = log.filter((event) => event.type === 'room.updated').at(-1);
  for (const event of log) {
    if (event.type === 'member.joined') {
      members.set(event.data.user.id, {
        ...event.data.user,
        role: event.data.role,
        joined_at: event.at,
        status: 'offline',
        last_seen_at: null,
      });
    }
    if (event.type === 'member.left') members.delete(event.data.user.id);
    if (event.type === 'member.role_changed') {
      const member = members.get(event.data.user.id);
      if (member) members.set(member.id, { ...member, role: event.data.role });
    }
  }
  const last = texts.at(-1);
  const head = log.length;
  const summary: RoomSummary = {
    id: room,
    type: 'group',
    is_direct: false,
    name: update?.data.name ?? 'Room',
    slug: null,
    description: update?.data.description ?? null,
    picture_url: null,
    member_count: members.size,
    role: members.get(me.id)?.role ?? 'member',
    muted: false,
    is_writable: update?.data.is_writable ?? true,
    muted_until: null,
    slow_mode_seconds: update?.data.slow_mode_seconds ?? 0,
    history_visibility: update?.data.history_visibility ?? 'all',
    shows_receipts: update?.data.shows_receipts ?? false,
    last_message: last
      ? {
          content: last.data.content,
          sender_username: last.data.sender.username,
          sender_display_name: last.data.sender.display_name,
          created_at: last.at,
          seq: last.seq,
        }
      : null,
    last_activity_at: last?.at ?? at(0),
    unread_count: texts.filter((event) => event.seq > lastRead && event.data.sender.id !== me.id).length,
    mention_count: 0,
    last_read_seq: lastRead,
    head,
    other_user: null,
    created_at: at(0),
  };
  const opened = applyMembers(applySummary(openRoomState(summary, me.id), summary), [...members.values()]);
  return applyHistory(opened, head + 1, historyOf(log));
}

function historyOf(log: readonly LogEvent[]): History {
  const messages: History['messages'] = log.map((event) => {
    const base = { ...plainMessage, room_id: room, seq: event.seq, created_at: event.at };
    if (event.type === 'message.posted') {
      const { id, client_id, sender, content } = event.data;
      return { ...base, id, client_id, sender, content, message_type: 'text', event: null, reply_to: null };
    }
    const id = posted(room, event.seq, me).data.id;
    return { ...base, id, client_id: null, sender: me, content: 'something happened', message_type: 'system', event, reply_to: null };
  });
  return { messages, next_cursor: null, has_more: false, head: log.length };
}

/** Bookkeeping of how a state came about; what is shown must not depend on it. */
const shown = ({ countedSeq, describedSeq, mentionsSeq, recent, recentFloor, timeline, ...rest }: RoomState) => ({
  ...rest,
  timeline: timeline.map((entry) => (entry.kind === 'message' ? entry.message : entry)),
});

describe('applyEvent', () => {
  it('gives, on top of a snapshot, the snapshot taken later', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), fc.nat(60), fc.nat(60), (actions, cut, read) => {
        const log = logOf(actions);
        const start = Math.min(cut, log.length);
        const lastRead = Math.min(read, start);
        const replayed = log.slice(start).reduce(applyEvent, snapshotOf(log.slice(0, start), lastRead));
        expect(shown(replayed)).toEqual(shown(snapshotOf(log, lastRead)));
      }),
    );
  });

  it('ends in the same state however often and in whatever order events are repeated in between', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 40 }), fc.array(fc.nat(1_000), { maxLength: 120 }), (actions, picks) => {
        const log = logOf(actions);
        const start = snapshotOf([], 0);
        const once = log.reduce(applyEvent, start);
        // Before each event, some of the whole log at random: old ones, the next one, ones from the future.
        const noisy = log.flatMap((event, index) => [
          ...picks.filter((pick) => pick % log.length === index).flatMap((pick) => log[(pick * 7) % log.length] ?? []),
          event,
        ]);
        expect(noisy.reduce(applyEvent, start)).toEqual(once);
        expect(applyEvents(start, noisy)).toEqual(once);
      }),
    );
  });

  it('changes nothing for an event after a hole, and says so by identity', () => {
    const state = openRoomState(readyRoom(room, 5), me.id);
    expect(applyEvent(state, posted(room, 7, people[1] ?? me))).toBe(state);
    expect(applyEvent(state, posted(room, 5, people[1] ?? me))).toBe(state);
    expect(applyEvents(state, [posted(room, 7, me)])).toBe(state);
  });

  it('lets an unknown type take its place in the order', () => {
    const state = openRoomState(readyRoom(room, 1), me.id);
    const unknown = JSON.parse(JSON.stringify({ ...posted(room, 2, me), type: 'poll.opened', data: {} }));
    const next = applyEvent(applyEvent(state, unknown), posted(room, 3, me));
    expect(next.seq).toBe(3);
    expect(next.timeline.map((entry) => entry.seq)).toEqual([3]);
  });

  it('counts once what a newer count has counted already', () => {
    const log = [1, 2, 3, 4].map((seq) => posted(room, seq, people[1] ?? me));
    // The list was read at 4 while the log here stands at 2.
    const behind = openRoomState({ ...readyRoom(room, 4, 0, 4) }, me.id, 2);
    expect(log.slice(2).reduce(applyEvent, behind).unreadCount).toBe(4);
  });

  it('keeps the name of a direct room, which is the other person', () => {
    const summary = { ...openRoomState(readyRoom(room, 1), me.id), type: 'direct' as const };
    const event: LogEvent = {
      type: 'room.updated',
      room_id: room,
      seq: 2 as LogEvent['seq'],
      at: at(2),
      data: {
        name: null,
        description: null,
        picture_url: null,
        slow_mode_seconds: 0,
        history_visibility: 'all',
        shows_receipts: false,
        is_writable: false,
        changed: ['is_writable'],
        actor: null,
      },
    };
    expect(applyEvent(summary, event).info).toBeNull();
    expect(applyEvent(summary, event).isWritable).toBe(false);
  });
});

describe('applyRead', () => {
  const log = [1, 2, 3, 4, 5].map((seq) => posted(room, seq, seq === 3 ? me : (people[1] ?? me)));
  const start = log.reduce(applyEvent, openRoomState(readyRoom(room, 0), me.id));

  it('counts what is left from the timeline, without own messages', () => {
    expect(start.unreadCount).toBe(4);
    expect(applyRead(start, 2).unreadCount).toBe(2);
    expect(applyRead(start, 5).unreadCount).toBe(0);
  });

  it('never moves back', () => {
    const read = applyRead(start, 4);
    expect(applyRead(read, 2)).toBe(read);
  });

  it('counts what arrives after reading everything', () => {
    const read = applyRead(start, 5);
    expect(applyEvent(read, posted(room, 6, people[1] ?? me)).unreadCount).toBe(1);
  });
});

describe('applyHistory', () => {
  it('ignores a page that does not end where the timeline begins', () => {
    const state = openRoomState(readyRoom(room, 5), me.id);
    expect(applyHistory(state, 3, historyOf([]))).toBe(state);
  });

  it('knows from the cursor how far back it reaches, across lines that are gone', () => {
    const state = openRoomState(readyRoom(room, 9), me.id);
    const page = historyOf([posted(room, 7, me)]);
    expect(applyHistory(state, 10, { ...page, head: 9, next_cursor: '5', has_more: true }).floor).toBe(4);
  });
});
