import type { History } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, createModelServer } from '../testing/model-server.ts';
import { me } from '../testing/samples.ts';
import { applyEvents } from './apply-event.ts';
import { applyHistory, applySummary } from './apply-snapshot.ts';
import { applyAround, applyNewerPast, applyOlderPast, leavePast } from './past.ts';
import { openRoomState, type RoomState } from './room-state.ts';

const actions = fc.array(
  fc.record<Action>({ kind: fc.oneof(fc.nat(9), fc.constantFrom(0, 0, 1, 5)), who: fc.nat(2), target: fc.nat(1_000), value: fc.nat(50) }),
  { minLength: 10, maxLength: 60 },
);
type Server = ReturnType<typeof createModelServer>;

/** What HTTP answers at `head`: half the page before the place, the rest from it on. */
function around(server: Server, head: number, place: number, limit: number): History {
  const { messages } = server.history(head);
  const onwards = messages.filter(({ seq }) => seq >= place).slice(0, Math.ceil(limit / 2));
  return backwards(head, [...messages.filter(({ seq }) => seq < place), ...onwards], limit);
}

function before(server: Server, head: number, seq: number, limit: number): History {
  return backwards(head, server.history(head, seq).messages, limit);
}

function backwards(head: number, all: History['messages'], limit: number): History {
  const messages = all.slice(-limit);
  const has_more = all.length > limit;
  return { messages, head, has_more, next_cursor: has_more ? String(messages[0]?.seq) : null };
}

function after(server: Server, head: number, place: number, limit: number): History {
  const all = server.history(head).messages.filter(({ seq }) => seq > place);
  const messages = all.slice(0, limit);
  const has_more = all.length > limit;
  return { messages, head, has_more, next_cursor: has_more ? String(messages.at(-1)?.seq) : null };
}

/** A room of which nothing but what comes from now on is there. */
function openedAt(server: Server, head: number): RoomState {
  const summary = server.summary(head, 0);
  return applySummary(openRoomState(summary, me.id), summary);
}

type Line = ReturnType<typeof messagesOf>[number];

/**
 * But for one thing: who deletes an answer that lies between the past and the timeline does not say what it answered. Then its count
 * stays too high until it is read again, never too low.
 */
function expectSame(lines: readonly Line[], expected: readonly Line[]): void {
  const uncounted = (line: Line) => ({ ...line, reply_count: 0 });
  const countOf = (line: Line | undefined) => (line && 'reply_count' in line ? line.reply_count : 0);
  expect(lines.map(uncounted)).toEqual(expected.map(uncounted));
  for (const [index, line] of expected.entries()) expect(countOf(lines[index])).toBeGreaterThanOrEqual(countOf(line));
}

const messagesOf = (lines: RoomState['timeline'] = []) => lines.map((entry) => (entry.kind === 'message' ? entry.message : entry));

describe('the past that is looked at', () => {
  it('grows at both ends while the log goes on, and ends as one timeline that holds what the server has', () => {
    const given = fc.record({
      start: fc.nat(60),
      place: fc.nat(60),
      limit: fc.integer({ min: 1, max: 8 }),
      steps: fc.array(fc.nat(3), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(actions, given, (done, { start, place, limit, steps }) => {
        const server = createModelServer(done);
        const head = server.log.length;
        const opened = Math.min(start, head);
        let state = applyAround(openedAt(server, opened), place, around(server, opened, place, limit));
        // A page is read now and then, at the server's state then, and laid on when more has been heard of, or less.
        const older = (at: number) => {
          const seq = (state.past?.floor ?? 0) + 1;
          return state.past && state.past.floor > 0 ? applyOlderPast(state, seq, before(server, at, seq, limit)) : state;
        };
        const newer = (at: number) =>
          state.past ? applyNewerPast(state, state.past.top, after(server, at, state.past.top, limit)) : state;
        for (const step of steps) {
          const ahead = Math.min(head, state.seq + 2);
          if (step === 0) state = older(ahead);
          else if (step === 1) state = newer(ahead);
          else state = applyEvents(state, server.served(state.seq, ahead));
          if (state.past) expect(state.past.top).toBeLessThan(state.floor);
        }
        state = applyEvents(state, server.served(state.seq, head));
        if (state.past) {
          const { floor, top, timeline } = state.past;
          const there = server.history(head).messages.filter(({ seq }) => seq > floor && seq <= top);
          expectSame(messagesOf(timeline), there);
        }
        for (let page = 0; state.past && page < 100; page += 1) state = newer(head);
        expect(state.past).toBeNull();
        while (state.floor > 0) state = applyHistory(state, state.floor + 1, before(server, head, state.floor + 1, limit));
        expectSame(messagesOf(state.timeline), server.history(head).messages);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is left without a trace', () => {
    const server = createModelServer(Array.from({ length: 30 }, (_, nth) => ({ kind: 0, who: 1, target: nth, value: 1 })));
    const opened = openedAt(server, 30);
    const visited = applyAround(opened, 5, around(server, 30, 5, 4));
    expect(visited.past).toMatchObject({ floor: 2, top: 6 });
    expect(leavePast(visited)).toEqual(opened);
    expect(leavePast(opened)).toBe(opened);
  });

  it('takes no page that does not go on where it ends', () => {
    const server = createModelServer(Array.from({ length: 30 }, (_, nth) => ({ kind: 0, who: 1, target: nth, value: 1 })));
    const visited = applyAround(openedAt(server, 30), 5, around(server, 30, 5, 4));
    expect(applyNewerPast(visited, 7, after(server, 30, 7, 4))).toBe(visited);
    expect(applyOlderPast(visited, 2, before(server, 30, 2, 4))).toBe(visited);
  });
});
