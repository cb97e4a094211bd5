import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';

/** Where a person's reading stands: a member has read nothing that came before the joining, and misses none of it. */
export const lastReadExpression = sql<number>`greatest(coalesce(c.last_read_seq, 0), m.joined_seq)`;

/**
 * The one place where unread messages are counted: others' undeleted texts after the later of the read cursor and the joining, as an SQL
 * expression over `room_members m` and `read_cursors c`. Exact; what it costs does not grow with the distance (0071_reading.sql).
 */
export const unreadExpression = sql<number>`unread_texts(m.room_id, m.user_id, ${lastReadExpression})`;

/** Those of them that call the person: by name, or with everybody. */
export const mentionExpression = sql<number>`unread_mentions(m.room_id, m.user_id, ${lastReadExpression})`;

export async function unreadCount(db: Kysely<MessagesDatabase>, userId: string, roomId: string): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select ${unreadExpression} as unread
    from room_members m left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
    where m.room_id = ${roomId} and m.user_id = ${userId}`.execute(db);
  return rows[0]?.unread ?? 0;
}
