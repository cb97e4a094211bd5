import type { ReadState } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';
import { lastReadExpression, mentionExpression, unreadExpression } from './unread-count.ts';

type Row = { last_read_seq: number; last_read_at: Date | null; unread_count: number; mention_count: number; counted_seq: number };

/** How far a person has read in a room, and what is left, counted up to the head that the same statement sees. */
export async function readReadState(db: Kysely<MessagesDatabase>, userId: string, roomId: string): Promise<ReadState> {
  const { rows } = await sql<Row>`
    select ${lastReadExpression} as last_read_seq, c.last_read_at, ${unreadExpression} as unread_count, ${mentionExpression} as mention_count,
      r.head as counted_seq
    from room_members m
      join rooms r on r.room_id = m.room_id
      left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
    where m.room_id = ${roomId} and m.user_id = ${userId}`.execute(db);
  const [row] = rows;
  if (!row) return { last_read_seq: 0, last_read_at: null, unread_count: 0, mention_count: 0, counted_seq: 0 };
  return { ...row, last_read_at: row.last_read_at?.toISOString() ?? null };
}
