import type { Clock } from '../clock.ts';
import { isRetryable } from '../errors.ts';
import { applyRead } from '../state/apply-snapshot.ts';
import type { Backoff } from './backoff.ts';
import { parseReadState } from './parse-answers.ts';
import type { RoomBook } from './room-book.ts';

export type Reading = {
  /** Read up to `seq`: shown at once, told to the server as soon as it can be. */
  markRead(roomId: string, seq: number): void;
  /** Asks what is unread, where a room's counts have become old. Moves nothing: the server knows that place already. */
  askIfOld(roomId: string): void;
  /** Tells what could not be told before. */
  flush(): void;
  forget(roomId: string): void;
  /** Whether something of this room is not told yet. */
  isPending(roomId: string): boolean;
  /** All that is not told yet. */
  pending(): Readonly<Record<string, number>>;
  /** What an earlier run could not tell. */
  resume(pending: Readonly<Record<string, number>>): void;
};

export type ReadingOptions = {
  book: RoomBook;
  clock: Clock;
  /** Between tries while the connection is up. */
  backoff: Backoff;
  isOnline(): boolean;
  request(type: string, data: unknown): Promise<unknown>;
};

/**
 * Read cursors on their way to the server: one command per room at a time, the furthest one wins. What the server could not
 * take is told again, since what is shown here as read must become so on every other device.
 */
export function createReading({ book, clock, backoff, isOnline, request }: ReadingOptions): Reading {
  const wanted = new Map<string, number>();
  const underWay = new Set<string>();
  /** Rooms whose last try failed a moment ago. */
  const resting = new Set<string>();

  const tell = async (roomId: string) => {
    const seq = wanted.get(roomId);
    if (seq === undefined || underWay.has(roomId) || resting.has(roomId)) return;
    underWay.add(roomId);
    let again: 'now' | 'later' | 'never' = 'never';
    try {
      const { lastReadSeq, told } = parseReadState(await request('room.read', { room_id: roomId, seq }));
      backoff.reset();
      again = 'now';
      if (wanted.get(roomId) === seq) wanted.delete(roomId);
      book.change(roomId, (room) => applyRead(room, lastReadSeq, told));
      // Overtaken by more than is remembered here, and counted up to a place that is told: the next answer may be in time.
      if (told.at !== undefined && !wanted.has(roomId) && book.get(roomId)?.isCountOld) {
        wanted.set(roomId, lastReadSeq);
        again = 'later';
      }
    } catch (error) {
      // Without a connection it stays wanted, and the next one flushes.
      if (!isRetryable(error)) wanted.delete(roomId);
      else if (isOnline()) again = 'later';
    } finally {
      underWay.delete(roomId);
    }
    if (again === 'now') void tell(roomId);
    if (again === 'later') rest(roomId);
  };

  const rest = (roomId: string) => {
    resting.add(roomId);
    clock.after(backoff.next(), () => {
      resting.delete(roomId);
      void tell(roomId);
    });
  };

  return {
    markRead(roomId, seq) {
      const room = book.get(roomId);
      if (!room || seq <= room.lastReadSeq) return;
      book.put(applyRead(room, seq));
      wanted.set(roomId, seq);
      void tell(roomId);
    },
    askIfOld(roomId) {
      const room = book.get(roomId);
      if (!room?.isCountOld || wanted.has(roomId) || underWay.has(roomId)) return;
      wanted.set(roomId, room.lastReadSeq);
      void tell(roomId);
    },
    flush() {
      for (const roomId of wanted.keys()) void tell(roomId);
    },
    forget(roomId) {
      wanted.delete(roomId);
    },
    isPending: (roomId) => wanted.has(roomId) || underWay.has(roomId),
    pending: () => Object.fromEntries(wanted),
    resume(pending) {
      for (const [roomId, seq] of Object.entries(pending)) if (book.get(roomId)) wanted.set(roomId, seq);
    },
  };
}
