import { applyRead } from '../state/apply-snapshot.ts';
import { parseReadState } from './parse-answers.ts';
import type { RoomBook } from './room-book.ts';

export type Reading = {
  /** Read up to `seq`: shown at once, told to the server as soon as it can be. */
  markRead(roomId: string, seq: number): void;
  /** Tells what could not be told before. */
  flush(): void;
  forget(roomId: string): void;
  /** Whether something of this room is not told yet. */
  isPending(roomId: string): boolean;
};

/** Read cursors on their way to the server: one command per room at a time, the furthest one wins. */
export function createReading(options: { book: RoomBook; request(type: string, data: unknown): Promise<unknown> }): Reading {
  const { book, request } = options;
  const wanted = new Map<string, number>();
  const underWay = new Set<string>();

  const tell = async (roomId: string) => {
    const seq = wanted.get(roomId);
    if (seq === undefined || underWay.has(roomId)) return;
    underWay.add(roomId);
    let delivered = false;
    try {
      const state = parseReadState(await request('room.read', { room_id: roomId, seq }));
      delivered = true;
      if (wanted.get(roomId) === seq) wanted.delete(roomId);
      book.change(roomId, (room) => applyRead(room, state.last_read_seq, state.unread_count));
    } catch {
      // Stays wanted: told again after the next `ready`, or with the next read.
    } finally {
      underWay.delete(roomId);
    }
    if (delivered && wanted.has(roomId)) void tell(roomId);
  };

  return {
    markRead(roomId, seq) {
      const room = book.get(roomId);
      if (!room || seq <= room.lastReadSeq) return;
      book.put(applyRead(room, seq));
      wanted.set(roomId, seq);
      void tell(roomId);
    },
    flush() {
      for (const roomId of wanted.keys()) void tell(roomId);
    },
    forget(roomId) {
      wanted.delete(roomId);
    },
    isPending: (roomId) => wanted.has(roomId) || underWay.has(roomId),
  };
}
