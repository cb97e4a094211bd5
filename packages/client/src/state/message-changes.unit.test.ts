import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, createModelServer } from '../testing/model-server.ts';
import { me } from '../testing/samples.ts';
import { applyEvent, applyEvents } from './apply-event.ts';
import { applyHistory, applyRead, applySummary } from './apply-snapshot.ts';
import { openRoomState, type RoomState } from './room-state.ts';

const actions = fc.array(fc.record<Action>({ kind: fc.nat(9), who: fc.nat(2), target: fc.nat(1_000), value: fc.nat(50) }), {
  maxLength: 50,
});
const runs = { numRuns: 300 };

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
