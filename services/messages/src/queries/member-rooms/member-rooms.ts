import type { ReadyRoom } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import { lastReadExpression, mentionExpression, unreadExpression } from '../unread-count.ts';

/** The rooms that a person is in now (or the one asked for), with head and how far they have read. One query, one snapshot. */
export async function memberRooms(
  db: Kysely<MessagesDatabase>,
  userId: string,
  roomId?: string,
): Promise<Array<ReadyRoom & { mention_count: number; is_writable: boolean }>> {
  const { rows } = await sql<ReadyRoom & { mention_count: number; is_writable: boolean }>`
    select r.room_id as id, r.type, r.head, ${lastReadExpression} as last_read_seq, ${unreadExpression} as unread_count,
      ${mentionExpression} as mention_count, not r.writing_closed as is_writable
    from room_members m
      join rooms r on r.room_id = m.room_id and r.closed_at is null
      left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
    where m.user_id = ${userId} and m.left_seq is null and m.room_id = coalesce(${roomId ?? null}::uuid, m.room_id)`.execute(db);
  return rows;
}
