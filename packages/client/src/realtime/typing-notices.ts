import { limits } from '@parley/contracts/limits';
import type { Clock } from '../clock.ts';

/** Renewed before the others forget: once per this time while somebody types. */
const renewEveryMs = limits.typingTtlMs * 0.66;

/** Turns key strokes into as few `typing.start` as keep the line shown to the others. */
export function createTypingNotices({ clock, notify }: { clock: Clock; notify: (type: string, data: unknown) => void }) {
  const toldAt = new Map<string, number>();
  return {
    start(roomId: string): void {
      const last = toldAt.get(roomId);
      if (last !== undefined && clock.now() - last < renewEveryMs) return;
      toldAt.set(roomId, clock.now());
      notify('typing.start', { room_id: roomId });
    },
    stop(roomId: string): void {
      if (toldAt.delete(roomId)) notify('typing.stop', { room_id: roomId });
    },
    /** A message was sent: that ends the typing for everyone by itself. */
    forget(roomId: string): void {
      toldAt.delete(roomId);
    },
  };
}
