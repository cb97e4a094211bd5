import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { eraseAccount } from '../../erasure/erase-account.ts';
import { confirmSecondFactor } from '../../mfa/for-administration.ts';

export type DeleteAccount = { userId: string; password: string; code?: string | undefined };

/**
 * One's own account, for good.
 * @throws ProblemError `invalid_credentials`, `mfa_required`, `last_administrator`, `too_many_requests`, `unavailable`
 */
export async function deleteAccount(dependencies: AuthDependencies, command: DeleteAccount, metadata: EventMetadata): Promise<void> {
  const { db, passwords } = dependencies;
  const { userId } = command;
  // Whoever found an open browser must not guess faster here than at the login.
  await dependencies.passwordChangeLimit.take(userId);
  const known = await passwordHashOf(db, userId);
  if (!(await passwords.verify(command.password, known))) throw wrongPassword();
  await confirmSecondFactor(dependencies, userId, command.code);
  const stillAllowed = async (trx: AuthDatabase) => (await passwordHashOf(trx, userId)) === known;
  await eraseAccount(dependencies, { userId, stillAllowed }, { ...metadata, actor_id: userId });
}

async function passwordHashOf(db: AuthDatabase, userId: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').select('password_hash').where('user_id', '=', userId).executeTakeFirst();
  return row?.password_hash;
}

function wrongPassword(): ProblemError {
  const message = 'The password is wrong';
  return new ProblemError('invalid_credentials', message, { errors: [{ path: 'body.password', message }] });
}
