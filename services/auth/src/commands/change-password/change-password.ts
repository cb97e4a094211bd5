import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { refuseCommonPassword } from '../../passwords/common-passwords.ts';
import { replacePassword } from '../../passwords/replace-password.ts';
import { announceEnds, openSessions } from '../../sessions/end-sessions.ts';

export type ChangePassword = { userId: string; sessionId: string; currentPassword: string; newPassword: string };

/**
 * Replaces the password and ends the person's other sessions.
 * @throws ProblemError `invalid_credentials`, `validation_failed`, `too_many_requests`, `unavailable`
 */
export async function changePassword(dependencies: AuthDependencies, command: ChangePassword, metadata: EventMetadata): Promise<void> {
  const { db, passwords, clock, liveSessions } = dependencies;
  const { userId, sessionId } = command;
  // 1. Whoever found an open browser must not guess faster here than at the login.
  await dependencies.passwordChangeLimit.take(userId);
  refuseCommonPassword(command.newPassword, 'body.new_password');
  const known = await passwordHashOf(db, userId);
  if (!(await passwords.verify(command.currentPassword, known))) throw wrongPassword();
  // 2. Outside of the transaction: it takes long.
  const passwordHash = await passwords.hash(command.newPassword);
  // 3. All of it or nothing, and only if the password that was verified still is the one.
  const now = clock();
  const sessionIds = await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    if ((await passwordHashOf(trx, userId)) !== known) throw wrongPassword();
    const others = (await openSessions(trx, userId, now)).filter((id) => id !== sessionId);
    await replacePassword(trx, dependencies, { userId, passwordHash, how: 'changed', sessionIds: others, now, metadata });
    return others;
  });
  announceEnds(liveSessions, { userId, sessionIds, reason: 'password_changed' });
  dependencies.wakeMail();
  dependencies.wakeRelay();
}

async function passwordHashOf(db: AuthDatabase, userId: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').select('password_hash').where('user_id', '=', userId).executeTakeFirst();
  return row?.password_hash;
}

function wrongPassword(): ProblemError {
  const message = 'The current password is wrong';
  return new ProblemError('invalid_credentials', message, { errors: [{ path: 'body.current_password', message }] });
}
