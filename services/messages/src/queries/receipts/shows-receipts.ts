import { limits } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

/** Whether the room shows who has read how far: switched on, and few enough for everybody to be told of everybody. */
export async function showsReceipts(db: Kysely<MessagesDatabase>, roomId: string): Promise<boolean> {
  const { rows } = await sql<{ shows: boolean }>`select ${receiptsExpression} as shows from rooms r where r.room_id = ${roomId}`.execute(
    db,
  );
  return rows[0]?.shows ?? false;
}

/** The same as an SQL expression over `rooms r`. */
export const receiptsExpression = sql<boolean>`(
  case when r.shows_receipts then (
    select count(*) from (
      select from room_members p where p.room_id = r.room_id and p.left_seq is null limit ${sql.lit(limits.receiptsMembersMax + 1)}
    ) as few
  ) <= ${sql.lit(limits.receiptsMembersMax)} else false end
)`;
