import { sql } from 'kysely';
import type { AuthDatabase } from '../../auth-database.ts';
import { searchKey } from '../../projections/accounts/accounts-projection.ts';

type Found = { id: string; username: string; display_name: string; avatar_url: string | null };
type Search = { text: string; limit: number };

const columns = sql`user_id as id, username, display_name, avatar_url`;

/**
 * People by username or display name: who is called exactly that, then names that begin so, then names that are like it.
 * Each step reads what it answers with and little more, however many people share a beginning; the costliest, likeness, is
 * taken only when the others have not filled the answer. Who is suspended is not found; their profile stays readable by id and name.
 */
export async function searchUsers(db: AuthDatabase, { q, limit }: { q: string; limit: number }): Promise<Found[]> {
  const search = { text: searchKey(q), limit };
  const found = new Map<string, Found>();
  const add = (people: Found[]) => {
    for (const person of people) if (found.size < limit && !found.has(person.id)) found.set(person.id, person);
  };
  add(await beginningSo(db, search));
  // Trigrams need three letters.
  if (found.size < limit && [...search.text].length >= 3) add(await alike(db, search));
  return [...found.values()];
}

async function beginningSo(db: AuthDatabase, { text, limit }: Search): Promise<Found[]> {
  const prefix = `${escapeLike(text)}%`;
  const { rows } = await sql<Found>`
    with called_so as (
      select ${columns} from accounts where lower(username) = ${text} and suspended_at is null
    ), by_username as (
      select ${columns} from accounts where lower(username) collate "C" like ${prefix} and suspended_at is null
      order by lower(username) collate "C" limit ${limit}
    ), by_display_name as (
      select ${columns} from accounts where display_name_key collate "C" like ${prefix} and suspended_at is null
      order by display_name_key collate "C" limit ${limit}
    )
    select id, username, display_name, avatar_url from (
      select 1 as step, * from called_so union all select 2, * from by_username union all select 3, * from by_display_name
    ) as people
    order by step, case step when 3 then lower(display_name) else lower(username) end collate "C"`.execute(db);
  return rows;
}

/** How much of a word's trigrams must be found: lets one letter of a short word be wrong ("margret", "jonson"). */
const likeness = '0.45';
const candidates = 300;

/** Ranks the first few hundred that are like it: with more than that, no order would be of use. */
function alike(db: AuthDatabase, { text, limit }: Search): Promise<Found[]> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${likeness}, true)`.execute(trx);
    const { rows } = await sql<Found>`
      select ${columns} from (
        select user_id, username, display_name, avatar_url, display_name_key from accounts
        where (${text} <% lower(username) or ${text} <% display_name_key) and suspended_at is null limit ${candidates}
      ) as people
      order by greatest(word_similarity(${text}, lower(username)), word_similarity(${text}, display_name_key)) desc, lower(username)
      limit ${limit}`.execute(trx);
    return rows;
  });
}

/** `_` is common in usernames and a wildcard in LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
