import type { RoomId, RoomPage } from '@parley/contracts';

/** When the last thing happened that counts, in milliseconds. The id, which begins with a time, says which of two rooms is newer. */
export type SortKey = [placedMs: number, roomId: RoomId];

type Membership = { id: RoomId; joined_at: Date };
type Known = ReadonlyMap<RoomId, RoomPage['rooms'][number]>;

/**
 * Where each room stands in its member's list, latest first. What `messages` knows has its place from there.
 *
 * `messages` hears of a membership a moment after it began, and dates the room by that moment. A room that it has not heard of yet has only
 * the time of `rooms`, which would put it below a quiet one that was joined shortly before: it stands above all that were.
 */
export function placeRooms<Row extends Membership>(rows: readonly Row[], known: Known): Array<{ row: Row; key: SortKey }> {
  const quiet = rows.flatMap(({ id, joined_at }) => {
    const room = known.get(id);
    return room?.last_message === null ? [{ joinedAt: joined_at, placedMs: Date.parse(room.placed_at) }] : [];
  });
  const placedMs = ({ id, joined_at }: Row): number => {
    const room = known.get(id);
    if (room) return Date.parse(room.placed_at);
    const before = quiet.filter(({ joinedAt }) => joinedAt <= joined_at).map((one) => one.placedMs + 1);
    return Math.max(joined_at.getTime(), ...before);
  };
  return rows.map((row): { row: Row; key: SortKey } => ({ row, key: [placedMs(row), row.id] })).sort(latestFirst);
}

function latestFirst({ key: one }: { key: SortKey }, { key: other }: { key: SortKey }): number {
  return other[0] - one[0] || (one[1] < other[1] ? 1 : one[1] > other[1] ? -1 : 0);
}
