import type { RoomId } from '@parley/contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import { profileOf, type UserProfiles } from '../../projections/users/user-profiles.ts';
import { readableFromExpression } from '../readable-from.ts';
import { lastReadExpression, mentionExpression, unreadExpression } from '../unread-count.ts';

export type ActivityRow = {
  room_id: RoomId;
  head: number;
  last_activity_at: Date;
  last_read_seq: number;
  unread_count: number;
  mention_count: number;
  message_seq: number | null;
  sender_id: string | null;
  /** Null also for a sender whom `auth` has not told of yet. */
  sender_username: string | null;
  sender_display_name: string | null;
  content: string | null;
  created_at: Date | null;
};

const previewLength = 200;

/** Over `m` (a membership with its `room_id`), `c` (its read cursor) and `lastMessageJoin`. What counts as unread is said in one place. */
const activityColumns = sql`
  ${lastReadExpression} as last_read_seq, ${unreadExpression} as unread_count,
  ${mentionExpression} as mention_count,
  l.seq as message_seq, l.sender_id, u.username as sender_username,
  u.display_name as sender_display_name, l.content, l.created_at`;

/**
 * The newest message that stands and may be read, over `m` and the first `seq` that its person may read: deleted ones are passed over,
 * as if they had never been the last.
 */
const lastMessageJoin = (readableFrom: RawBuilder<number>) => sql`
  left join lateral (
    select n.seq, n.sender_id, left(n.content, ${sql.lit(previewLength)}) as content, n.created_at
    from messages n
    where n.room_id = m.room_id and n.message_type = 'text' and n.deleted_at is null and n.seq >= ${readableFrom}
    order by n.seq desc limit 1
  ) l on true
  left join users u on u.user_id = l.sender_id`;

/** What stands beside some rooms of a person: newest message, unread count, head. One query. */
export async function roomActivity(
  { db, profiles }: { db: Kysely<MessagesDatabase>; profiles: UserProfiles },
  userId: string,
  roomIds: readonly string[],
) {
  const { rows } = await sql<ActivityRow>`
    select r.room_id, r.head, r.last_activity_at, ${activityColumns}
    from unnest(${roomIds}::uuid[]) as asked (room_id)
      join rooms r on r.room_id = asked.room_id
      join room_members m on m.room_id = r.room_id and m.user_id = ${userId} and m.left_seq is null
      left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
      ${lastMessageJoin(readableFromExpression)}`.execute(db);
  const naming = await namesOf(profiles, rows);
  return { rooms: rows.map((row) => toActivity(row, naming)) };
}

type Names = { sender_username: string; sender_display_name: string };
type Naming = (row: Pick<ActivityRow, 'sender_id' | 'sender_username' | 'sender_display_name'>) => Names;

/** The query names people itself; only of somebody whom it does not know yet, `auth` is asked. */
export async function namesOf(profiles: UserProfiles, rows: readonly ActivityRow[]): Promise<Naming> {
  const strangers = rows.flatMap((row) => (row.sender_id !== null && row.sender_username === null ? [row.sender_id] : []));
  const found = strangers.length === 0 ? new Map() : await profiles.load(strangers);
  return ({ sender_id, sender_username, sender_display_name }) => {
    if (sender_username !== null && sender_display_name !== null) return { sender_username, sender_display_name };
    const { username, display_name } = profileOf(found, sender_id ?? '');
    return { sender_username: username, sender_display_name: display_name };
  };
}

export function toActivity(row: ActivityRow, naming: Naming) {
  return {
    room_id: row.room_id,
    head: row.head,
    last_read_seq: row.last_read_seq,
    unread_count: row.unread_count,
    mention_count: row.mention_count,
    last_activity_at: row.last_activity_at.toISOString(),
    last_message: lastMessage(row, naming),
  };
}

function lastMessage(row: ActivityRow, naming: Naming) {
  if (row.message_seq === null || row.sender_id === null || row.created_at === null) return null;
  return {
    content: row.content ?? '',
    ...naming(row),
    created_at: row.created_at.toISOString(),
    seq: row.message_seq,
  };
}
