import type { LogEvent } from '@parley/contracts';
import type { Clock } from '../clock.ts';
import { isRetryable, ParleyError } from '../errors.ts';
import { applyEvents } from '../state/apply-event.ts';
import { parseRoomEvents } from './parse-answers.ts';
import type { RoomBook } from './room-book.ts';

export type RoomSync = {
  /** A live event: applied, kept for later, or dropped as one that is known. */
  receive(event: LogEvent): void;
  /** The room's log has reached `head`: fetches what is missing here. `first` overtakes the other rooms. */
  reach(roomId: string, head: number, first?: boolean): void;
  /** The connection is lost: what was under way is worth nothing, positions are kept. */
  abandon(): void;
};

export type RoomSyncOptions = {
  book: RoomBook;
  clock: Clock;
  request(type: string, data: unknown): Promise<unknown>;
  /** Rooms synced at once. */
  concurrency: number;
  /** A room that is further behind than this starts afresh at its head instead of replaying everything. */
  replayMax: number;
  /** After the state has changed, once per event, in the order of the log. */
  onApplied(event: LogEvent): void;
  /** The log can't be continued: the room must start afresh at `head`. */
  onReset(roomId: string, head: number): void;
};

/** What is known of a room while it is behind. */
type Lag = { target: number; waiting: LogEvent[]; stalls: number };

const pageSize = 500;
/** Live events kept while a sync runs; with more, the sync fetches them again anyway. */
const waitingMax = 2_000;
const stallDelaysMs = [200, 1_000, 5_000];

/**
 * Brings rooms from their own position to the head, and keeps order while doing so.
 *
 * Invariants:
 * - An event is applied when it is the next one, never otherwise: live ones that come early wait for the sync.
 * - At most `concurrency` syncs are under way, one per room, in the order asked for.
 * - Nothing of an earlier connection is applied as an answer of this one: `era` counts connections.
 */
export function createRoomSync(options: RoomSyncOptions): RoomSync {
  const { book, clock, request, concurrency, replayMax, onApplied, onReset } = options;
  const behind = new Map<string, Lag>();
  const queue: string[] = [];
  let running = 0;
  let era = 0;

  const apply = (roomId: string, events: readonly LogEvent[]) => {
    const before = book.get(roomId);
    if (!before) return;
    const after = applyEvents(before, events);
    book.put(after);
    for (const event of events) if (event.seq > before.seq && event.seq <= after.seq) onApplied(event);
  };

  /** Applies what waited, as far as it goes on without a hole. */
  const drain = (roomId: string, lag: Lag) => {
    const seq = book.get(roomId)?.seq ?? 0;
    const events = lag.waiting.filter((event) => event.seq > seq).sort((a, b) => a.seq - b.seq);
    // Two copies of one event may have waited; the reducer takes the first.
    const unique = events.filter((event, index) => event.seq !== events[index - 1]?.seq);
    apply(roomId, unique);
    const reached = book.get(roomId)?.seq ?? 0;
    lag.waiting = unique.filter((event) => event.seq > reached);
  };

  /** One request. Says whether to go on at once, later, or not at all. */
  const step = async (roomId: string, lag: Lag, asked: number): Promise<'again' | 'stalled' | 'done'> => {
    const after = book.get(roomId)?.seq;
    if (after === undefined) return 'done';
    const reply = parseRoomEvents(await request('room.sync', { room_id: roomId, after, limit: pageSize }));
    if (asked !== era) return 'done';
    if ('reset' in reply) onReset(roomId, reply.head);
    else apply(roomId, reply.events);
    drain(roomId, lag);
    const seq = book.get(roomId)?.seq ?? 0;
    if (!('reset' in reply) && reply.has_more && seq > after) return 'again';
    return seq >= lag.target && lag.waiting.length === 0 ? 'done' : 'stalled';
  };

  const run = async (roomId: string, lag: Lag) => {
    const asked = era;
    let delayMs: number | undefined;
    try {
      let outcome = await step(roomId, lag, asked);
      while (outcome === 'again') outcome = await step(roomId, lag, asked);
      if (outcome === 'stalled') delayMs = stallDelay(lag);
    } catch (error) {
      // Refused for good: not a member any more, say. `room.removed` follows.
      if (isRetryable(error)) delayMs = (error instanceof ParleyError ? error.retryAfterMs : undefined) ?? stallDelaysMs[1];
    }
    if (asked !== era) return;
    running -= 1;
    if (delayMs === undefined) behind.delete(roomId);
    else clock.after(delayMs, () => asked === era && enqueue(roomId, false));
    pump();
  };

  const pump = () => {
    while (running < concurrency) {
      const roomId = queue.shift();
      if (roomId === undefined) return;
      const lag = behind.get(roomId);
      if (!lag) continue;
      running += 1;
      void run(roomId, lag);
    }
  };

  const enqueue = (roomId: string, first: boolean) => {
    if (first) queue.unshift(roomId);
    else queue.push(roomId);
    pump();
  };

  const reach = (roomId: string, head: number, first = false) => {
    const state = book.get(roomId);
    if (!state) return;
    const lag = behind.get(roomId);
    if (lag) {
      lag.target = Math.max(lag.target, head);
      const place = first ? queue.indexOf(roomId) : -1;
      if (place > 0) queue.unshift(...queue.splice(place, 1));
      return;
    }
    if (head <= state.seq) return;
    if (head - state.seq > replayMax) {
      onReset(roomId, head);
      return;
    }
    behind.set(roomId, { target: head, waiting: [], stalls: 0 });
    enqueue(roomId, first);
  };

  return {
    reach,
    receive(event) {
      const state = book.get(event.room_id);
      if (!state || event.seq <= state.seq) return;
      const lag = behind.get(event.room_id);
      if (!lag && event.seq === state.seq + 1) {
        apply(event.room_id, [event]);
        return;
      }
      reach(event.room_id, event.seq);
      const waiting = behind.get(event.room_id)?.waiting;
      if (waiting && waiting.length < waitingMax) waiting.push(event);
    },
    abandon() {
      era += 1;
      running = 0;
      queue.length = 0;
      behind.clear();
    },
  };
}

/**
 * The server has no more although the target is higher. A log that was closed ends with a number that shows nothing, so
 * after a few tries that is the end, unless live events wait behind a hole: then it never gives up.
 */
function stallDelay(lag: Lag): number | undefined {
  const delayMs = stallDelaysMs[lag.stalls];
  lag.stalls += 1;
  return delayMs ?? (lag.waiting.length > 0 ? stallDelaysMs.at(-1) : undefined);
}
