import type { RoomId, roomPageRpc, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { MessagesDatabase } from '../../messages-database.ts';
import type { UserProfiles } from '../../projections/users/user-profiles.ts';
import { type ActivityRow, activityColumns, lastMessageJoin, namesOf, toActivity } from '../room-activity/room-activity.ts';

type Request = z.infer<typeof roomPageRpc.request>;
type Reply = z.infer<typeof roomPageRpc.reply>;
type Row = ActivityRow & { room_id: RoomId; placed_at: Date };

/**
 * One page of a person's rooms by activity. One statement: the person's memberships, a look-up by key for each of their rooms, the
 * newest of those; and only for the page what is costly to know (counts, last message). `offset 0` keeps Postgres from reading every
 * room of the installation instead of looking up those few. Times are cut to milliseconds, as they are on the wire.
 */
export async function roomPage(sources: { db: Kysely<MessagesDatabase>; profiles: UserProfiles }, request: Request): Promise<Reply> {
  const { rows } = await roomPageQuery(request).execute(sources.db);
  const shown = rows.slice(0, request.limit);
  const nameOf = await namesOf(sources.profiles, shown);
  const rooms = shown.map((row) => ({ ...toActivity(row, nameOf), placed_at: row.placed_at.toISOString() }));
  return { rooms, has_more: rows.length > request.limit };
}

/** Apart from its execution, so that a test can look at its plan. */
export function roomPageQuery({ user_id, after, limit }: { user_id: UserId; after: Request['after']; limit: number }) {
  const later = after === null ? sql`true` : sql`(r.placed_at, r.room_id) < (${after.placed_at}::timestamptz, ${after.room_id}::uuid)`;
  return sql<Row>`
    with m as materialized (
      select mine.user_id, mine.joined_seq, r.room_id, r.head, r.last_activity_at, r.placed_at,
        case when r.history_visibility = 'joined' then mine.joined_seq else 1 end as readable_from
      from room_members mine
        cross join lateral (
          select rooms.room_id, rooms.head, rooms.last_activity_at, rooms.history_visibility,
            date_trunc('milliseconds', greatest(rooms.last_activity_at, mine.joined_at)) as placed_at
          from rooms where rooms.room_id = mine.room_id and rooms.closed_at is null
          offset 0
        ) r
      where mine.user_id = ${user_id}::uuid and mine.left_seq is null and ${later}
      order by r.placed_at desc, r.room_id desc
      limit ${limit + 1}
    )
    select m.room_id, m.head, m.last_activity_at, m.placed_at, ${activityColumns}
    from m
      left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
      ${lastMessageJoin(sql`m.readable_from`)}
    order by m.placed_at desc, m.room_id desc`;
}
