import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { type Client, remember } from '../../devices/known-devices.ts';
import { voidVerificationTokens } from '../../email-verification/verification-token.ts';
import { ownerOfResetToken } from '../../password-reset/reset-token.ts';
import { refuseCommonPassword } from '../../passwords/common-passwords.ts';
import { replacePassword } from '../../passwords/replace-password.ts';
import { announceEnds, openSessions } from '../../sessions/end-sessions.ts';
import { executeOnAccount } from '../execute-command.ts';

export type ResetPassword = { token: string; password: string; client: Client };

/**
 * A new password for who holds the link. Ends every session and starts none: signing in asks for what it always asks for.
 * The device counts as known from here on: who reads the account's mail gets in, however hard somebody else is guessing.
 * @throws ProblemError `reset_token_invalid`, `validation_failed`, `unavailable`
 */
export async function resetPassword(
  dependencies: AuthDependencies,
  command: ResetPassword,
  metadata: EventMetadata,
): Promise<{ deviceToken: string }> {
  const { db, passwords, clock, liveSessions } = dependencies;
  refuseCommonPassword(command.password, 'body.password');
  // 1. A link that is no good should not cost a hash. Below it is decided for good.
  const userId = await ownerOfResetToken(db, command.token, clock());
  if (userId === undefined) throw new ProblemError('reset_token_invalid');
  const passwordHash = await passwords.hash(command.password);
  // 2. Two who use a link at once meet at the lock; the second finds it gone, with all of the account's links.
  const now = clock();
  const { sessionIds, deviceToken } = await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    if ((await ownerOfResetToken(trx, command.token, now)) !== userId) throw new ProblemError('reset_token_invalid');
    const open = await openSessions(trx, userId, now);
    await replacePassword(trx, dependencies, { userId, passwordHash, how: 'reset', sessionIds: open, now, metadata });
    // Who came by the link of a mail reads the account's mail: the address is theirs.
    const verify = { type: 'VerifyEmail' as const, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command: verify, metadata: { ...metadata, actor_id: userId } });
    await voidVerificationTokens(trx, userId);
    return { sessionIds: open, deviceToken: await remember(trx, userId, command.client, now) };
  });
  announceEnds(liveSessions, { userId, sessionIds, reason: 'password_changed' });
  dependencies.wakeMail();
  dependencies.wakeRelay();
  return { deviceToken };
}
