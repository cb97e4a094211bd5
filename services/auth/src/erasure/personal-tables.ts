import { sql } from 'kysely';
import type { AuthDatabase } from '../auth-database.ts';

/**
 * Tables whose rows of a person go with the account, by `user_id`. A test compares these lists with the database's own: every table
 * with such a column is in one, or is said to be taken care of elsewhere.
 */
export const personalTables = [
  'credentials',
  'password_resets',
  'email_verifications',
  'totp_secrets',
  'recovery_codes',
  'passkeys',
  'linked_identities',
  'known_devices',
] as const;

/** The same, by `session_id`. */
export const sessionTables = ['refresh_tokens', 'session_sightings'] as const;

/** `accounts` and `sessions` are read models: the projection of the last event empties them. The tasks are what is left to do. */
export const otherwiseErased = ['accounts', 'sessions', 'erasure_tasks'] as const;

export async function erasePersonalRows(trx: AuthDatabase, { userId, email }: { userId: string; email: string }): Promise<void> {
  for (const table of sessionTables) {
    await sql`delete from ${sql.table(table)} where session_id in (select session_id from sessions where user_id = ${userId})`.execute(trx);
  }
  await sql`delete from mails_due where lower(email) = ${email.toLowerCase()}`.execute(trx);
  for (const table of personalTables) await sql`delete from ${sql.table(table)} where user_id = ${userId}`.execute(trx);
}
