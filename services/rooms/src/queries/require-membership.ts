import type { Role, RoomId, UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { Kysely } from 'kysely';
import type { RoomsDatabase } from '../rooms-database.ts';

/** @throws ProblemError `room_not_found` for an id that no living room has, `not_a_member` for a room that the viewer is not in */
export async function requireMembership(db: Kysely<RoomsDatabase>, roomId: RoomId, viewerId: UserId): Promise<Role> {
  const found = await db
    .selectFrom('rooms as room')
    .leftJoin('memberships as mine', (join) => join.onRef('mine.room_id', '=', 'room.id').on('mine.user_id', '=', viewerId))
    .select('mine.role')
    .where('room.id', '=', roomId)
    .where('room.deleted_at', 'is', null)
    .executeTakeFirst();
  if (!found) throw new ProblemError('room_not_found');
  if (found.role === null) throw new ProblemError('not_a_member');
  return found.role;
}
