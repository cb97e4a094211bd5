import { sql } from 'kysely';
import type { AuthDatabase } from '../auth-database.ts';

/**
 * Whether the owner of an account has shown that its address is theirs: by choosing a password through a mail, which also threw out
 * whoever had registered it before, or because a provider that vouched for the address opened or joined it.
 */
export async function addressProven(trx: AuthDatabase, userId: string): Promise<boolean> {
  const linked = await trx
    .selectFrom('linked_identities')
    .select('subject')
    .where('user_id', '=', userId)
    .where('proves_address', '=', true)
    .executeTakeFirst();
  if (linked) return true;
  const reset = await trx
    .selectFrom('events')
    .select('position')
    .where('stream_id', '=', userId)
    .where('type', '=', 'PasswordChanged')
    .where(sql<boolean>`data->>'how' = 'reset'`)
    .limit(1)
    .executeTakeFirst();
  return reset !== undefined;
}
