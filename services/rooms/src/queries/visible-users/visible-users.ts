import type { UserId, visibleUsersRpc } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { blockBetween } from '../block-between.ts';

/**
 * Of some people, oneself, friends, and those with whom the viewer shares a room: the ones whose presence they may see. A block in
 * either direction hides each from the other.
 * `limit 1` stops at the first room in common, and keeps Postgres from joining everyone's memberships to find it.
 */
export async function visibleUsers(
  db: Kysely<RoomsDatabase>,
  { viewer_id, user_ids }: z.infer<typeof visibleUsersRpc.request>,
): Promise<z.infer<typeof visibleUsersRpc.reply>> {
  const { rows } = await sql<{ id: UserId }>`
    select person.id
    from unnest(${user_ids}::uuid[]) as person (id)
    left join lateral (
      select true as found
      from memberships theirs
      where theirs.user_id = person.id
        and exists (select from memberships mine where mine.room_id = theirs.room_id and mine.user_id = ${viewer_id}::uuid)
      limit 1
    ) shared on true
    where person.id = ${viewer_id}::uuid or (
      (shared.found or exists (select from friends where user_id = ${viewer_id}::uuid and friend_id = person.id))
      and not ${blockBetween(sql`${viewer_id}::uuid`, sql`person.id`)}
    )`.execute(db);
  return { user_ids: rows.map((row) => row.id) };
}
