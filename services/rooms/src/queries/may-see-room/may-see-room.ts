import type { maySeeRoomRpc } from '@parley/contracts';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';

/** Whether a person may see that a room is there, what it is called and its picture: its members, and of a channel everybody. */
export async function maySeeRoom(
  db: Kysely<RoomsDatabase>,
  { user_id, room_id }: z.infer<typeof maySeeRoomRpc.request>,
): Promise<z.infer<typeof maySeeRoomRpc.reply>> {
  const room = await db
    .selectFrom('rooms as room')
    .leftJoin('memberships as mine', (join) => join.onRef('mine.room_id', '=', 'room.id').on('mine.user_id', '=', user_id))
    .select(['room.type', 'mine.role'])
    .where('room.id', '=', room_id)
    .where('room.deleted_at', 'is', null)
    .executeTakeFirst();
  return { allowed: room !== undefined && (room.type === 'channel' || room.role !== null) };
}
