import type { Kysely } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';

/** `null`: for good; undefined: as long as the server keeps them. @throws when there is no such room */
export async function setRoomRetention(db: Kysely<MessagesDatabase>, roomId: string, days: number | null | undefined): Promise<void> {
  const room = await db.selectFrom('rooms').select('room_id').where('room_id', '=', roomId).executeTakeFirst();
  if (!room) throw new Error(`There is no room ${roomId}.`);
  if (days === undefined) {
    await db.deleteFrom('room_retention').where('room_id', '=', roomId).execute();
    return;
  }
  await db
    .insertInto('room_retention')
    .values({ room_id: roomId, days })
    .onConflict((conflict) => conflict.column('room_id').doUpdateSet({ days }))
    .execute();
}
