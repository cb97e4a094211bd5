import { sql } from 'kysely';
import type { AuthDatabase } from '../../auth-database.ts';
import { searchKey } from '../../projections/accounts/accounts-projection.ts';

type Found = { id: string; username: string; display_name: string; avatar_url: string | null };

/** How much of a word's trigrams must be found: lets one letter of a short word be wrong ("margret", "jonson"). */
const likeness = '0.45';

/**
 * People by username or display name: who is called exactly that first, then names that begin so, then names that are
 * like it. Trigrams need three letters; shorter input finds beginnings only. Every branch has its index.
 */
export async function searchUsers(db: AuthDatabase, { q, limit }: { q: string; limit: number }): Promise<Found[]> {
  const text = searchKey(q);
  const prefix = `${escapeLike(text)}%`;
  const word = `% ${escapeLike(text)}%`;
  const alike =
    [...text].length < 3
      ? sql`false`
      : sql`(lower(username) like ${`%${prefix}`} or display_name_key like ${word} or ${text} <% lower(username) or ${text} <% display_name_key)`;
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${likeness}, true)`.execute(trx);
    const { rows } = await sql<Found>`
      select user_id as id, username, display_name, avatar_url
      from accounts
      where lower(username) like ${prefix} or display_name_key like ${prefix} or ${alike}
      order by
        lower(username) = ${text} desc,
        lower(username) like ${prefix} desc,
        (display_name_key like ${prefix} or display_name_key like ${word}) desc,
        greatest(word_similarity(${text}, lower(username)), word_similarity(${text}, display_name_key)) desc,
        lower(username)
      limit ${limit}`.execute(trx);
    return rows;
  });
}

/** `_` is common in usernames and a wildcard in LIKE. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
