import { type RoomId, type RoomList, type RoomPage, roomIdSchema, type UserId } from '@parley/contracts';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import { cursorTimeSchema, decodeCursor, encodeCursor, toPage } from '../cursor.ts';
import { readMemberPresence } from '../member-presence.ts';
import { readRoomPage } from '../room-activity.ts';
import { companionsIn, memberRooms, toRoomSummary } from '../room-summary.ts';
import { placeRooms, type SortKey } from './place-rooms.ts';

const sortKeySchema: z.ZodType<SortKey> = z.tuple([cursorTimeSchema, roomIdSchema]);

/**
 * One page of a person's rooms. `messages` knows the order and gives the page; here each room gets its details: one query there, one
 * here, and presence, whatever the number of rooms.
 *
 * What somebody joined a moment ago may not have reached `messages`. The first page therefore asks for their newest memberships too:
 * one that is newer than the page's last room, and not in the page, is not known there yet and gets its place as a quiet room.
 *
 * @throws ProblemError `unavailable` when `messages` does not answer: a list without unread counts would be believed
 */
export async function listRooms(
  rooms: Pick<RoomsDependencies, 'db' | 'nats' | 'log'>,
  page: { viewerId: UserId; cursor?: string | undefined; limit: number },
): Promise<RoomList> {
  const { viewerId, limit } = page;
  const after = decodeCursor(page.cursor, sortKeySchema);
  const known = await readRoomPage(rooms.nats, { userId: viewerId, after: after && toPlace(after), limit });
  const roomIds = known.rooms.map((room) => room.room_id);
  const rows = await memberRooms(rooms.db, { userId: viewerId, roomIds, joinedSince: after ? undefined : endOf(known) });
  const presenceOf = await readMemberPresence(rooms, companionsIn(rows));

  const activities = new Map(known.rooms.map((room) => [room.room_id, room]));
  const listed = toPage(placeRooms(rows, activities), {
    limit,
    keyOf: ({ key }) => key,
    toItem: ({ row }) => toRoomSummary(row, activities.get(row.id), presenceOf),
  });
  if (listed.has_more || !known.has_more) return listed;
  // A room of the page that was left meanwhile has no details any more; the next page begins where `messages` ended all the same.
  const last = known.rooms.at(-1);
  const next_cursor = last ? encodeCursor([Date.parse(last.placed_at), last.room_id]) : null;
  return { ...listed, next_cursor, has_more: last !== undefined };
}

/** Whatever `messages` knows and was joined later than this is in the page. */
function endOf({ rooms, has_more }: RoomPage): Date {
  const last = rooms.at(-1);
  return has_more && last ? new Date(last.placed_at) : new Date(0);
}

function toPlace([placedMs, room_id]: SortKey): { placed_at: string; room_id: RoomId } {
  return { placed_at: new Date(placedMs).toISOString(), room_id };
}
