import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../dependencies.ts';
import { addMail } from '../mail/mail-queue.ts';

/** Has another link sent, at most one a minute for an account. False when the last one was a moment ago. */
export async function mailVerification(
  { db, clock, verificationLimit, wakeMail }: AuthDependencies,
  { userId, email }: { userId: string; email: string },
): Promise<boolean> {
  try {
    await verificationLimit.take(userId);
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'too_many_requests') return false;
    throw error;
  }
  await addMail(db, { kind: 'email_verification', email }, clock());
  wakeMail();
  return true;
}
