import type { RoomId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import { profileOf, type UserProfiles } from '../../projections/users/user-profiles.ts';
import { readableFromExpression } from '../readable-from.ts';
import { lastReadExpression, unreadExpression } from '../unread-count.ts';

type Row = {
  room_id: RoomId;
  head: number;
  last_activity_at: Date;
  last_read_seq: number;
  unread_count: number;
  message_seq: number | null;
  sender_id: string | null;
  content: string | null;
  created_at: Date | null;
};

const previewLength = 200;

/** What stands beside each of a person's rooms in their list: newest message, unread count, head. One query. */
export async function roomActivity(
  { db, profiles }: { db: Kysely<MessagesDatabase>; profiles: UserProfiles },
  userId: string,
  roomIds: readonly string[],
) {
  const { rows } = await sql<Row>`
    select r.room_id, r.head, r.last_activity_at, ${lastReadExpression} as last_read_seq, ${unreadExpression} as unread_count,
      l.seq as message_seq, l.sender_id, l.content, l.created_at
    from unnest(${roomIds}::uuid[]) as asked (room_id)
      join rooms r on r.room_id = asked.room_id
      join room_members m on m.room_id = r.room_id and m.user_id = ${userId} and m.left_seq is null
      left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
      left join lateral (
        select n.seq, n.sender_id, left(n.content, ${previewLength}) as content, n.created_at
        from messages n
        where n.room_id = r.room_id and n.message_type = 'text' and n.deleted_at is null and n.seq >= ${readableFromExpression}
        order by n.seq desc limit 1
      ) l on true`.execute(db);
  const names = await profiles.load(rows.flatMap((row) => (row.sender_id ? [row.sender_id] : [])));
  return {
    rooms: rows.map((row) => ({
      room_id: row.room_id,
      head: row.head,
      last_read_seq: row.last_read_seq,
      unread_count: row.unread_count,
      // Mentions are not resolved yet: nothing counts as one.
      mention_count: 0,
      last_activity_at: row.last_activity_at.toISOString(),
      last_message: lastMessage(row, (id) => profileOf(names, id).username),
    })),
  };
}

function lastMessage(row: Row, usernameOf: (id: string) => string) {
  if (row.message_seq === null || row.sender_id === null || row.created_at === null) return null;
  return {
    content: row.content ?? '',
    sender_username: usernameOf(row.sender_id),
    created_at: row.created_at.toISOString(),
    seq: row.message_seq,
  };
}
