import type { RoomId, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { initial, type RoomState } from '../domain/room.ts';
import type { RoomsDatabase } from '../rooms-database.ts';

/**
 * The state for a decision, from the read model: the room's row and the memberships of `people`, two index reads however large
 * the room is. Under `lockStream` it equals the fold of the room's events, because both change in one transaction.
 */
export async function loadRoom(
  db: Kysely<RoomsDatabase>,
  roomId: RoomId,
  people: readonly UserId[],
): Promise<{ state: RoomState; version: number }> {
  const room = await db.selectFrom('rooms').selectAll().where('id', '=', roomId).executeTakeFirst();
  if (!room) return { state: initial, version: 0 };
  if (room.deleted_at) return { state: { status: 'deleted' }, version: room.version };
  const members = await db
    .selectFrom('memberships')
    .select(['user_id', 'role'])
    .where('room_id', '=', roomId)
    .where('user_id', '=', sql<UserId>`any(${people}::uuid[])`)
    .execute();
  const { type, name, slug, description, member_count: memberCount, writing_closed: writingClosed, version } = room;
  const roles = new Map(members.map((one) => [one.user_id, one.role]));
  return { state: { status: 'open', type, name, slug, description, memberCount, writingClosed, members: roles }, version };
}
