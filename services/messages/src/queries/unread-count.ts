import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';

/** More are not counted: a person who never reads must not cost every connect, and every client that asks, the whole log. */
export const unreadCountMax = 10_000;

/**
 * Others' text messages after the later of the read cursor and the joining, as an SQL expression over `room_members m`
 * and `read_cursors c`. Walks the partial index `messages_text` from the cursor to the end.
 */
export const unreadExpression = sql<number>`(
  select count(*)::integer from (
    select from messages u
    where u.room_id = m.room_id and u.message_type = 'text' and u.deleted_at is null
      and u.seq > greatest(coalesce(c.last_read_seq, 0), m.joined_seq) and u.sender_id <> m.user_id
    limit ${sql.lit(unreadCountMax)}
  ) as counted
)`;

/** Where a person's reading stands: a member has read nothing that came before the joining, and misses none of it. */
export const lastReadExpression = sql<number>`greatest(coalesce(c.last_read_seq, 0), m.joined_seq)`;

export async function unreadCount(db: Kysely<MessagesDatabase>, userId: string, roomId: string): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select ${unreadExpression} as unread
    from room_members m left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
    where m.room_id = ${roomId} and m.user_id = ${userId}`.execute(db);
  return rows[0]?.unread ?? 0;
}
