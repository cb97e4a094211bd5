import { type Kysely, sql } from 'kysely';
import type { RoomsDatabase } from '../../rooms-database.ts';

/** Numbers for administrators. Whole tables are counted: for a page that somebody looks at, not for a graph. */
export async function countRooms(db: Kysely<RoomsDatabase>): Promise<{ counts: Record<string, number> }> {
  const { rows } = await sql<Record<'rooms' | 'direct' | 'groups' | 'channels' | 'memberships', number>>`
    select count(*)::int as rooms,
      count(*) filter (where type = 'direct')::int as direct,
      count(*) filter (where type = 'group')::int as groups,
      count(*) filter (where type = 'channel')::int as channels,
      coalesce(sum(member_count), 0)::int as memberships
    from rooms where deleted_at is null`.execute(db);
  return { counts: { ...rows[0] } };
}
