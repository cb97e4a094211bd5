import type { AuthDependencies } from '../dependencies.ts';
import { hashRounds } from './passwords.ts';

export type Proven = { user_id: string; password: string; password_hash: string };

/**
 * A password that was just proven, hashed at today's cost where it was hashed at another. Returns the hash that is kept now. Only the
 * hash that was checked is replaced: whoever changed the password meanwhile wins. A courtesy, which a full queue may put off.
 */
export async function renewHash(
  { db, passwords, config, log }: AuthDependencies,
  { user_id, password, password_hash }: Proven,
): Promise<string> {
  if (hashRounds(password_hash) === config.PARLEY_BCRYPT_ROUNDS) return password_hash;
  try {
    const renewed = await passwords.hash(password);
    const result = await db
      .updateTable('credentials')
      .set({ password_hash: renewed })
      .where('user_id', '=', user_id)
      .where('password_hash', '=', password_hash)
      .executeTakeFirst();
    if (result.numUpdatedRows > 0n) return renewed;
    return await renewedElsewhere({ db, passwords }, { user_id, password, password_hash });
  } catch (error) {
    log.info({ err: error, user_id }, 'a password could not be hashed at the new cost yet');
    return password_hash;
  }
}

/** Two logins at once: the other one's new hash is of the same password, unless it was changed; then it does not match. */
async function renewedElsewhere(
  { db, passwords }: Pick<AuthDependencies, 'db' | 'passwords'>,
  { user_id, password, password_hash }: Proven,
) {
  const row = await db.selectFrom('credentials').select('password_hash').where('user_id', '=', user_id).executeTakeFirst();
  return row && (await passwords.verify(password, row.password_hash)) ? row.password_hash : password_hash;
}
