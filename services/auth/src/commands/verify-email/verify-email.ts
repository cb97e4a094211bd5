import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { ownerOfVerificationToken, voidVerificationTokens } from '../../email-verification/verification-token.ts';
import { executeOnAccount } from '../execute-command.ts';

/** For who holds the link: the address is theirs. @throws ProblemError `verification_token_invalid` */
export async function verifyEmail({ db, clock }: AuthDependencies, token: string, metadata: EventMetadata): Promise<void> {
  const now = clock();
  const userId = await ownerOfVerificationToken(db, token, now);
  if (userId === undefined) throw new ProblemError('verification_token_invalid');
  await db.transaction().execute(async (trx) => {
    // Two who use a link at once meet at the lock; the second finds it gone, with all of the account's links.
    await lockStream(trx, userId);
    if ((await ownerOfVerificationToken(trx, token, now)) !== userId) throw new ProblemError('verification_token_invalid');
    const command = { type: 'VerifyEmail' as const, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
    await voidVerificationTokens(trx, userId);
  });
}
