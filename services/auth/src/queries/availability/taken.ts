import type { AuthDatabase } from '../../auth-database.ts';

/** Path segments below `/users/`: as usernames they would hide their owner. */
const reservedUsernames = new Set(['me', 'search', 'online']);

export async function usernameTaken(db: AuthDatabase, username: string): Promise<boolean> {
  const wanted = username.toLowerCase();
  if (reservedUsernames.has(wanted)) return true;
  const row = await db
    .selectFrom('accounts')
    .select('user_id')
    .where((eb) => eb(eb.fn('lower', ['username']), '=', wanted))
    .executeTakeFirst();
  return row !== undefined;
}

export async function emailTaken(db: AuthDatabase, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('user_id')
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  return row !== undefined;
}
