import type { EventMetadata } from '@parley/event-store';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnAccount } from '../commands/execute-command.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { addMail } from '../mail/mail-queue.ts';
import { voidResetTokens } from '../password-reset/reset-token.ts';
import { endSessions } from '../sessions/end-sessions.ts';

export type Replacement = {
  userId: string;
  passwordHash: string;
  how: 'changed' | 'reset';
  /** Open sessions that end with the old password. */
  sessionIds: readonly string[];
  now: Date;
  metadata: EventMetadata;
};

/**
 * A new password, and everything that follows: the old one's sessions end, links to choose one are void, the owner is told by
 * mail. In the caller's transaction, which holds the account's lock and has not written yet.
 */
export async function replacePassword(
  trx: AuthDatabase,
  { liveSessions }: Pick<AuthDependencies, 'liveSessions'>,
  { userId, passwordHash, how, sessionIds, now, metadata }: Replacement,
): Promise<void> {
  await endSessions(trx, liveSessions, { userId, sessionIds, reason: 'password_changed', now, metadata });
  const command = { type: 'ChangePassword' as const, how, at: now.toISOString() };
  await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
  const credential = { password_hash: passwordHash, changed_at: now };
  await trx
    .insertInto('credentials')
    .values({ user_id: userId, ...credential })
    // An account that a provider opened has no password until it chooses one by mail.
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(credential))
    .execute();
  await voidResetTokens(trx, userId);
  const { email } = await trx.selectFrom('accounts').select('email').where('user_id', '=', userId).executeTakeFirstOrThrow();
  await addMail(trx, { kind: 'password_changed', email }, now);
}
