import { sql } from 'kysely';
import type { AuthDatabase } from '../../auth-database.ts';

const dayMs = 86_400_000;

type Counted = {
  accounts: number;
  administrators: number;
  suspended: number;
  registered_last_day: number;
  registered_last_week: number;
  sessions: number;
  people_signed_in: number;
  audit_entries: number;
};

/** What `auth` knows in numbers. Whole tables are counted: for a page that somebody looks at, not for a graph. */
export async function countAccounts(db: AuthDatabase, now: Date): Promise<Counted> {
  const since = (days: number) => new Date(now.getTime() - days * dayMs);
  const { rows } = await sql<Counted>`
    select people.*, logins.*, (select coalesce(max(seq), 0) from audit_log) as audit_entries
    from (
      select count(*)::int as accounts,
        count(*) filter (where role = 'admin')::int as administrators,
        count(*) filter (where suspended_at is not null)::int as suspended,
        count(*) filter (where created_at > ${since(1)})::int as registered_last_day,
        count(*) filter (where created_at > ${since(7)})::int as registered_last_week
      from accounts
    ) people, (
      select count(*)::int as sessions, count(distinct user_id)::int as people_signed_in
      from sessions where ended_at is null and expires_at > ${now}
    ) logins`.execute(db);
  const [counted] = rows;
  if (!counted) throw new Error('an aggregate always has a row');
  return counted;
}
