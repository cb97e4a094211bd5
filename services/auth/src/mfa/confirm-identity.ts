import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { checkCode } from './check-code.ts';

export type Confirmation = { userId: string; password?: string | undefined; code?: string | undefined };

/** Whether what was shown still holds, asked under the account's lock: checking a password takes a third of a second. */
export type Confirmed = { assertHolds(trx: AuthDatabase): Promise<void> };

/**
 * That it is the owner, and not somebody at their open browser: by the password, or by a code of the second factor.
 * @throws ProblemError `invalid_credentials`, `mfa_code_invalid`, `too_many_requests`
 */
export async function confirmIdentity(dependencies: AuthDependencies, { userId, password, code }: Confirmation): Promise<Confirmed> {
  if (code !== undefined) {
    await checkCode(dependencies, { userId, code, guessKey: userId });
    return { assertHolds: async () => undefined };
  }
  await dependencies.passwordChangeLimit.take(userId);
  const known = await passwordHashOf(dependencies.db, userId);
  if (!(await dependencies.passwords.verify(password ?? '', known))) throw wrongPassword();
  return {
    async assertHolds(trx) {
      if ((await passwordHashOf(trx, userId)) !== known) throw wrongPassword();
    },
  };
}

async function passwordHashOf(db: AuthDatabase, userId: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').select('password_hash').where('user_id', '=', userId).executeTakeFirst();
  return row?.password_hash;
}

function wrongPassword(): ProblemError {
  const message = 'The password is wrong';
  return new ProblemError('invalid_credentials', message, { errors: [{ path: 'body.password', message }] });
}
