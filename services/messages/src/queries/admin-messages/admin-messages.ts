import type { AdminMessageList, AdminMessagesQuery, RoomId } from '@parley/contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MessageRow, MessagesDatabase } from '../../messages-database.ts';
import type { UserProfiles } from '../../projections/users/user-profiles.ts';
import { decodePlace, encodePlace, type Place } from '../place-cursor.ts';
import { toMessages } from '../show-messages.ts';

type Sources = { db: Kysely<MessagesDatabase>; profiles: UserProfiles };
type Row = MessageRow & { room_type: string; room_name: string | null };

/** Messages of every room, newest first; deleted ones without what they said. The caller has written down who looks at what. */
export async function adminMessages({ db, profiles }: Sources, query: AdminMessagesQuery): Promise<AdminMessageList> {
  const before = query.cursor === undefined ? undefined : decodePlace(query.cursor);
  const { rows: found } = await sql<Row>`
    select m.*, r.type as room_type, r.name as room_name
    from (${places(query, before)}) as place
      join messages m on m.room_id = place.room_id and m.seq = place.seq
      join rooms r on r.room_id = m.room_id
    order by place.nr`.execute(db);
  const rows = found.slice(0, query.limit);
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  const messages = await toMessages({ db, profiles }, rows);
  const items = rows.flatMap((row, index) => {
    const message = messages[index];
    if (!message) return [];
    const room = { id: row.room_id as RoomId, type: row.room_type, name: row.room_name };
    return [{ ...message, room, deleted_at: row.deleted_at?.toISOString() ?? null }];
  });
  const next_cursor = last ? encodePlace({ at: last.created_at.toISOString(), roomId: last.room_id, seq: last.seq }) : null;
  return { items, next_cursor, has_more: last !== undefined };
}

/** One range of the index that fits what is asked: of a room, of a person, or of the log as a whole. */
function places(query: AdminMessagesQuery, before: Place | undefined): RawBuilder<unknown> {
  const since = query.since ?? null;
  const until = query.until ?? null;
  const limit = query.limit + 1;
  if (query.room_id !== undefined) {
    const ofSender = query.sender_id === undefined ? sql`` : sql`and sender_id = ${query.sender_id}`;
    return sql`
      select room_id, seq, row_number() over (order by seq desc) as nr from messages
      where room_id = ${query.room_id} and message_type = 'text' ${ofSender} and seq < coalesce(${before?.seq ?? null}::integer, 2147483647)
        and (${since}::timestamptz is null or seq >= seq_at(${query.room_id}, ${since}::timestamptz))
        and (${until}::timestamptz is null or seq < seq_at(${query.room_id}, ${until}::timestamptz))
      order by seq desc limit ${limit}`;
  }
  if (query.sender_id !== undefined) {
    return sql`
      select room_id, seq, row_number() over (order by created_at desc, room_id desc, seq desc) as nr from sent_messages
      where sender_id = ${query.sender_id}
        and (${before?.at ?? null}::timestamptz is null
          or (created_at, room_id, seq) < (${before?.at ?? null}::timestamptz, ${before?.roomId ?? null}::uuid, ${before?.seq ?? null}::integer))
        and (${since}::timestamptz is null or created_at >= ${since}::timestamptz)
        and (${until}::timestamptz is null or created_at < ${until}::timestamptz)
      order by created_at desc, room_id desc, seq desc limit ${limit}`;
  }
  const below = before
    ? sql`and (tx, position) < (select e.tx, e.position from events e where e.stream_id = ${before.roomId} and e.version = ${before.seq})`
    : sql``;
  return sql`
    select stream_id as room_id, version as seq, row_number() over (order by tx desc, position desc) as nr from events
    where type = 'MessagePosted' ${below}
      and (${since}::timestamptz is null or tx >= (select coalesce(events_at(${since}::timestamptz), '9223372036854775807'::xid8)))
      and (${until}::timestamptz is null or tx < (select coalesce(events_at(${until}::timestamptz), '9223372036854775807'::xid8)))
    order by tx desc, position desc limit ${limit}`;
}
