import type { NotificationId } from '@parley/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { NotificationsDatabase } from '../notifications-database.ts';

/**
 * Takes causes back for good, with what they said: `where` is about causes `c`. A notice without any is withdrawn; one that stands for
 * fewer stays. Answers those that changed.
 */
export async function withdrawCauses(db: NotificationsDatabase, where: RawBuilder<unknown>, now: Date): Promise<NotificationId[]> {
  const { rows } = await sql<{ notice_id: NotificationId }>`
    with taken as (
      update causes c set withdrawn = true, excerpt = null
       where not c.withdrawn and (${where})
      returning c.notice_id
    ), per_notice as (
      select notice_id, count(*)::int as taken from taken group by notice_id
    )
    update notices n
       set count = greatest(n.count - p.taken, 0),
           withdrawn_at = case when n.count <= p.taken then ${now}::timestamptz end,
           due_at = case when n.count <= p.taken then null else n.due_at end
      from per_notice p
     where n.notice_id = p.notice_id and n.withdrawn_at is null
    returning n.notice_id`.execute(db);
  return rows.map(({ notice_id }) => notice_id);
}

/** Causes of notices about rooms that people have read up to a place. Finds them by the open notices of person and room. */
export function readUpTo(places: ReadonlyArray<{ user_id: string; room_id: string; last_read_seq: number }>): RawBuilder<unknown> {
  return sql`(c.notice_id, true) in (
    select n.notice_id, c.seq <= p.seq
      from unnest(${places.map(({ user_id }) => user_id)}::uuid[], ${places.map(({ room_id }) => room_id)}::uuid[],
                  ${places.map(({ last_read_seq }) => last_read_seq)}::integer[]) as p (user_id, room_id, seq)
      join notices n on n.user_id = p.user_id and n.room_id = p.room_id and n.withdrawn_at is null)`;
}

/** Everything about a room, for one person or for all, that happened until then. */
export function ofRoom({ roomId, userId, until }: { roomId: string; userId?: string; until: Date }): RawBuilder<unknown> {
  const whose = userId === undefined ? sql`` : sql`and n.user_id = ${userId}`;
  return sql`c.happened_at <= ${until}
    and c.notice_id in (select n.notice_id from notices n where n.room_id = ${roomId} ${whose} and n.withdrawn_at is null)`;
}
