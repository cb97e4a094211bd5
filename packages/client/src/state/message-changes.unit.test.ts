import type { LogEvent } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, createModelServer } from '../testing/model-server.ts';
import { me } from '../testing/samples.ts';
import { applyEvent, applyEvents } from './apply-event.ts';
import { applyHistory, applyRead, applySummary, applyUnread, trimTimeline } from './apply-snapshot.ts';
import { reactAhead } from './change-timeline.ts';
import { openRoomState, type RoomState } from './room-state.ts';

/** Every kind, answers and deletions more often and of few messages: what they count depends on the order in which they are heard of. */
const kind = fc.oneof(fc.nat(9), fc.constantFrom(1, 1, 5));
const target = fc.oneof(fc.nat(1_000), fc.nat(4));
const actions = fc.array(fc.record<Action>({ kind, who: fc.nat(2), target, value: fc.nat(50) }), { maxLength: 50 });
/** To two messages: how they mix matters. */
const reaction = fc.record<Action>({ kind: fc.constant(7), who: fc.nat(2), target: fc.nat(1), value: fc.nat(2) });
const texts: Action[] = [0, 0].map((kind) => ({ kind, who: 0, target: 0, value: 1 }));
const reactions = fc.array(reaction, { maxLength: 20 }).map((done) => [...texts, ...done]);
const runs = { numRuns: 1_000 };

type Server = ReturnType<typeof createModelServer>;

/** A room that was opened at `head`, with all of its history. */
function snapshotOf(server: Server, head: number, lastRead: number): RoomState {
  const opened = openedAt(server, head, lastRead);
  return applyHistory(opened, head + 1, server.history(head));
}

function openedAt(server: Server, head: number, lastRead: number): RoomState {
  const summary = server.summary(head, lastRead);
  return applySummary(openRoomState(summary, me.id), summary);
}

const messagesOf = (state: RoomState) => state.timeline.map((entry) => (entry.kind === 'message' ? entry.message : entry));
const shown = (state: RoomState) => ({ seq: state.seq, unread: state.unreadCount, info: state.info, messages: messagesOf(state) });

/** What the viewer is going to react with, as far as nothing that they did to the same reaction lies between. */
function reactionsAhead({ timeline }: RoomState, events: readonly LogEvent[]): Array<{ id: string; emoji: string }> {
  const firsts = new Map<string, Extract<LogEvent, { type: 'reaction.added' | 'reaction.removed' }>>();
  for (const event of events) {
    if (event.type !== 'reaction.added' && event.type !== 'reaction.removed') continue;
    const key = `${event.data.message_seq} ${event.data.emoji}`;
    if (event.data.user.id === me.id && !firsts.has(key)) firsts.set(key, event);
  }
  const isShown = (seq: number) => timeline.some((entry) => entry.kind === 'message' && entry.seq === seq);
  return [...firsts.values()].filter(({ type, data }) => type === 'reaction.added' && isShown(data.message_seq)).map(({ data }) => data);
}

describe('edits, deletions, reactions, pins and replies', () => {
  it('on top of a snapshot give the snapshot taken later, though the log is told without what was deleted since', () => {
    fc.assert(
      fc.property(actions, fc.nat(50), fc.nat(50), (done, cut, read) => {
        const server = createModelServer(done);
        const head = server.log.length;
        const start = Math.min(cut, head);
        const lastRead = Math.min(read, start);
        const fresh = shown(snapshotOf(server, head, lastRead));
        const events = server.served(start, head);
        expect(shown(events.reduce(applyEvent, snapshotOf(server, start, lastRead)))).toEqual(fresh);
        expect(shown(applyEvents(snapshotOf(server, start, lastRead), events))).toEqual(fresh);
      }),
      runs,
    );
  });

  it('count the answers of a message right when one that was counted goes before one that never was', () => {
    const by = (kind: number, target: number) => ({ kind, who: 0, target, value: 1 });
    const [text, answers] = [by(0, 0), by(1, 0)];
    const server = createModelServer([text, answers, answers, answers, by(5, 1), by(5, 2)]);
    const replayed = applyEvents(snapshotOf(server, 2, 0), server.served(2, 6));
    expect(messagesOf(replayed)[0]).toMatchObject({ reply_count: 1 });
    expect(shown(replayed)).toEqual(shown(snapshotOf(server, 6, 0)));
  });

  it('as they were told at the time give the same', () => {
    fc.assert(
      fc.property(actions, fc.nat(50), (done, cut) => {
        const server = createModelServer(done);
        const head = server.log.length;
        const start = Math.min(cut, head);
        const live = server.log.slice(start).reduce(applyEvent, snapshotOf(server, start, 0));
        expect(shown(live)).toEqual(shown(snapshotOf(server, head, 0)));
      }),
      runs,
    );
  });

  it('that the viewer saw before their events came are in their places once those have come', () => {
    fc.assert(
      fc.property(reactions, fc.nat(20), (done, cut) => {
        const server = createModelServer(done);
        const head = server.log.length;
        const start = Math.min(cut, head);
        const before = snapshotOf(server, start, 0);
        const events = server.log.slice(start);
        const timeline = reactionsAhead(before, events).reduce(
          (lines, { id, emoji }) => reactAhead(lines, id, emoji, me.id, true),
          before.timeline,
        );
        expect(messagesOf(events.reduce(applyEvent, { ...before, timeline }))).toEqual(messagesOf(snapshotOf(server, head, 0)));
      }),
      runs,
    );
  });

  it('make a page of history current that was read before or after them', () => {
    fc.assert(
      fc.property(actions, fc.nat(50), fc.nat(50), fc.nat(50), (done, cut, reach, when) => {
        const server = createModelServer(done);
        const head = server.log.length;
        const start = Math.min(cut, head);
        const at = Math.min(start + reach, head);
        // Read from the server at some moment since the room was opened: behind what is applied here, or ahead of it.
        const page = server.history(Math.min(start + when, head), start + 1);
        const before = applyEvents(openedAt(server, start, 0), server.served(start, at));
        const loaded = applyHistory(before, start + 1, page);
        const after = applyEvents(loaded, server.served(at, head));
        expect(messagesOf(after)).toEqual(messagesOf(snapshotOf(server, head, 0)));
        expect(after.unreadCount).toBe(server.summary(head, 0).unread_count);
        expect(after.info?.mention_count).toBe(server.summary(head, 0).mention_count);
      }),
      runs,
    );
  });

  it('leave what is unread to be counted from the timeline', () => {
    fc.assert(
      fc.property(actions, fc.nat(50), (done, read) => {
        const server = createModelServer(done);
        const head = server.log.length;
        const lastRead = Math.min(read, head);
        const state = applyRead(snapshotOf(server, head, 0), lastRead);
        const summary = server.summary(head, lastRead);
        expect([state.unreadCount, state.info?.mention_count]).toEqual([summary.unread_count, summary.mention_count]);
      }),
      runs,
    );
  });

  it('leave what is unread to be told by a server that counted at another place than the client stands', () => {
    fc.assert(
      fc.property(
        actions,
        fc.record({ cut: fc.nat(50), reach: fc.nat(50), when: fc.nat(50), read: fc.nat(50) }),
        fc.nat(10),
        (done, at, keep) => {
          const server = createModelServer(done);
          const head = server.log.length;
          const start = Math.min(at.cut, head);
          const stands = Math.min(start + at.reach, head);
          const told = server.summary(Math.min(at.when, head), Math.min(at.read, at.when, head));
          const opened = applySummary(openedAt(server, start, 0), server.summary(start, 0));
          const state = trimTimeline(applyEvents(opened, server.served(start, stands)), keep);
          const { head: counted, last_read_seq, unread_count: unreadCount, mention_count: mentionCount } = told;
          const answer = { at: counted, unreadCount, mentionCount };
          // Shown at once, answered later: between the two, the log goes on.
          const early = applyEvents(applyRead(state, last_read_seq), server.served(stands, head));
          for (const read of [applyRead(state, last_read_seq, answer), applyRead(early, last_read_seq, answer)]) {
            const after = applyEvents(read, server.served(read.seq, head));
            if (after.isCountOld) continue;
            const { unread_count, mention_count } = server.summary(head, last_read_seq);
            expect([after.unreadCount, after.info?.mention_count]).toEqual([unread_count, mention_count]);
          }
          // Told as of a place that the client has not passed, it always knows.
          if (counted >= head) expect(applyRead(early, last_read_seq, answer).isCountOld).toBe(false);
        },
      ),
      runs,
    );
  });

  it('count after marking as unread what lies before the timeline, and events that are counted already only once', () => {
    const server = createModelServer(Array.from({ length: 30 }, () => ({ kind: 0, who: 1, target: 0, value: 1 })));
    const opened = trimTimeline(applyEvents(openedAt(server, 10, 10), server.served(10, 20)), 5);
    const told = { at: 25, unreadCount: 21, mentionCount: 0 };
    const back = applyUnread(opened, 4, told);
    expect(back).toMatchObject({ lastReadSeq: 4, unreadCount: 21, countedSeq: 25, mentionsSeq: 25 });
    expect(applyEvents(back, server.served(20, 30)).unreadCount).toBe(26);
    expect(applyUnread(opened, 4, { at: 18, unreadCount: 14 })).toMatchObject({ unreadCount: 16, countedSeq: 20, isCountOld: false });
    expect(applyUnread(opened, 4, { at: 12, unreadCount: 8 }).isCountOld).toBe(true);
  });

  it('do not let a page in that nobody can make current any more', () => {
    const server = createModelServer(
      Array.from({ length: 1_500 }, (_, index) => ({ kind: index === 0 ? 0 : 6, who: 0, target: 0, value: 1 })),
    );
    const opened = openedAt(server, 1, 0);
    const state = applyEvents(opened, server.served(1, 1_500));
    expect(applyHistory(state, 2, server.history(1, 2))).toBe(state);
    expect(applyHistory(state, 2, server.history(1_500, 2)).timeline).toHaveLength(1);
    expect(state.recent.length).toBeLessThanOrEqual(1_000);
  });
});
