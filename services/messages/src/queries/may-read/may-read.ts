import type { Kysely } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

/** Whether the message at `seq` may be read by somebody: a member, and as much of the past as the room shows them. */
export async function mayRead(db: Kysely<MessagesDatabase>, userId: string, roomId: string, seq: number): Promise<boolean> {
  const row = await db
    .selectFrom('rooms as r')
    .innerJoin('room_members as p', 'p.room_id', 'r.room_id')
    .innerJoin('messages as m', (join) => join.onRef('m.room_id', '=', 'r.room_id').on('m.seq', '=', seq))
    .select('m.seq')
    .where('r.room_id', '=', roomId)
    .where('r.closed_at', 'is', null)
    .where('p.user_id', '=', userId)
    .where('p.left_seq', 'is', null)
    .where('m.deleted_at', 'is', null)
    .where((eb) => eb.or([eb('r.history_visibility', '=', 'all'), eb('m.seq', '>', eb.ref('p.joined_seq'))]))
    .executeTakeFirst();
  return row !== undefined;
}
