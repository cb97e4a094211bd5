import type { Kysely } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

/** The newest `seq` of each room that exists. */
export async function roomHeads(db: Kysely<MessagesDatabase>, roomIds: readonly string[]): Promise<Record<string, number>> {
  if (roomIds.length === 0) return {};
  const rows = await db.selectFrom('rooms').select(['room_id', 'head']).where('room_id', 'in', roomIds).execute();
  return Object.fromEntries(rows.map((row) => [row.room_id, row.head]));
}
