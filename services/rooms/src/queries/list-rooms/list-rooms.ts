import type { RoomList, UserId } from '@parley/contracts';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { type Activities, readRoomActivity } from '../room-activity.ts';
import { type MemberRoomRow, roomsOfMember, toRoomSummary } from '../room-summary.ts';

/** Nobody keeps up with more, and no answer may be without bound: of more rooms, the ones joined first are left out. */
const roomsAtMost = 10_000;

/** Most recent activity first, then newest; times in milliseconds. The id only makes the order total. */
type SortKey = [activityMs: number, createdMs: number, roomId: string];
const sortKeySchema: z.ZodType<SortKey> = z.tuple([z.int(), z.int(), z.uuid()]);

/**
 * One page of a person's rooms. The order depends on what `messages` knows, so each page asks for the activity of all of them: one
 * query here and one there, whose cost grows with the rooms of the person and not with the page's depth.
 *
 * @throws ProblemError `unavailable` when `messages` does not answer: a list without unread counts would be believed
 */
export async function listRooms(
  rooms: Pick<RoomsDependencies, 'db' | 'nats'>,
  page: { viewerId: UserId; cursor?: string | undefined; limit: number },
): Promise<RoomList> {
  const after = decodeCursor(page.cursor, sortKeySchema);
  const rows = await roomsOfMember(rooms.db, page.viewerId).orderBy('mine.joined_at', 'desc').limit(roomsAtMost).execute();
  const ids = rows.map((row) => row.id);
  const activities = await readRoomActivity(rooms.nats, page.viewerId, ids);
  const sorted = rows.map((row) => ({ row, key: sortKeyOf(row, activities) })).sort((a, b) => compareKeys(a.key, b.key));
  const rest = after ? sorted.filter((one) => compareKeys(one.key, after) > 0) : sorted;
  return toPage(rest.slice(0, page.limit + 1), {
    limit: page.limit,
    keyOf: ({ key }) => key,
    toItem: ({ row }) => toRoomSummary(row, activities.get(row.id)),
  });
}

function sortKeyOf(row: MemberRoomRow, activities: Activities): SortKey {
  const createdMs = row.created_at.getTime();
  const lastActivityAt = activities.get(row.id)?.last_activity_at;
  return [lastActivityAt ? Date.parse(lastActivityAt) : createdMs, createdMs, row.id];
}

function compareKeys(a: SortKey, b: SortKey): number {
  return b[0] - a[0] || b[1] - a[1] || (a[2] < b[2] ? 1 : a[2] > b[2] ? -1 : 0);
}
