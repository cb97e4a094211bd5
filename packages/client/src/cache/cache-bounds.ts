import type { RoomState } from '../state/room-state.ts';

/** How much of the rooms is kept for a start without network. */
export type CacheBounds = {
  /** Rooms of the list: those opened last, then those with the latest activity. */
  rooms: number;
  /** Of these, how many with their lines: those opened last. */
  openedRooms: number;
  /** The newest lines of each opened room. */
  linesPerRoom: number;
  /** Characters of JSON of all lines together, nearly a byte each: rooms opened longer ago lose theirs first. */
  maxBytes: number;
};

export const defaultBounds: CacheBounds = { rooms: 500, openedRooms: 30, linesPerRoom: 100, maxBytes: 4 * 1024 * 1024 };

export type Ranked = { state: RoomState; openedAt: number };

/** Those opened last come first, then those with the latest activity. */
export function byWorth(one: Ranked, other: Ranked): number {
  if (one.openedAt !== other.openedAt) return other.openedAt - one.openedAt;
  const [at, otherAt] = [one.state.info?.last_activity_at ?? '', other.state.info?.last_activity_at ?? ''];
  return at === otherAt ? 0 : at < otherAt ? 1 : -1;
}
