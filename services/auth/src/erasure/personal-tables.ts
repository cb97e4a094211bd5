import { sql } from 'kysely';
import type { AuthDatabase } from '../auth-database.ts';

/**
 * Tables whose rows of a person go with the account, by `user_id`. A test compares this list with the database's own: every table
 * with such a column is here, or is said to be taken care of elsewhere.
 */
export const personalTables = ['credentials', 'password_resets'] as const;

/** `accounts` and `sessions` are read models: the projection of the last event empties them. The tasks are what is left to do. */
export const otherwiseErased = ['accounts', 'sessions', 'erasure_tasks'] as const;

export async function erasePersonalRows(trx: AuthDatabase, { userId, email }: { userId: string; email: string }): Promise<void> {
  await trx
    .deleteFrom('refresh_tokens')
    .where('session_id', 'in', (eb) => eb.selectFrom('sessions').select('session_id').where('user_id', '=', userId))
    .execute();
  await sql`delete from mails_due where lower(email) = ${email.toLowerCase()}`.execute(trx);
  for (const table of personalTables) await sql`delete from ${sql.table(table)} where user_id = ${userId}`.execute(trx);
}
