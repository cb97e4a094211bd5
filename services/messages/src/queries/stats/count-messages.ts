import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

/**
 * Numbers for administrators. Entries of logs are the sum of the rooms' heads: exact, and without a look at the messages themselves,
 * of which there may be millions.
 */
export async function countMessages(db: Kysely<MessagesDatabase>): Promise<{ counts: Record<string, number> }> {
  const { rows } = await sql<{ log_entries: string; active_rooms_last_day: number }>`
    select coalesce(sum(head), 0)::bigint as log_entries,
      count(*) filter (where last_activity_at > now() - interval '1 day')::int as active_rooms_last_day
    from rooms`.execute(db);
  const [found] = rows;
  return { counts: { log_entries: Number(found?.log_entries ?? 0), active_rooms_last_day: found?.active_rooms_last_day ?? 0 } };
}
