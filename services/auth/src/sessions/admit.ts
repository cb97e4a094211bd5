import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import { refuseSuspended } from '../administration/refuse-suspended.ts';
import type { AuthDatabase } from '../auth-database.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { mailVerification } from '../email-verification/mail-verification.ts';
import { credentialMark } from '../mfa/pending-logins.ts';
import { mfaMethods } from '../mfa/second-factors.ts';
import { type LoggedIn, type SignIn, startSignedInSession } from './start-signed-in-session.ts';

export type Proven = SignIn & {
  /** `one`: a password or a provider's word, so the account's second factor is still needed. `all`: nothing more is. */
  factors: 'one' | 'all';
  /** Hash of the password that was shown, if it was one. */
  passwordHash?: string;
};

/**
 * What follows when somebody has shown who they are, be it by password or otherwise: whether their account lets them in, its
 * second factor, and the session. Whoever needs another such condition adds it here.
 *
 * @throws ProblemError `account_suspended`, `email_not_verified`, `mfa_required`, `invalid_credentials`, `unavailable`
 */
export async function admit(dependencies: AuthDependencies, proven: Proven, metadata: EventMetadata): Promise<LoggedIn> {
  await refuseSuspended(dependencies.db, proven.userId);
  await refuseUnverified(dependencies, proven.userId);
  if (proven.factors === 'all') return startSignedInSession(dependencies, proven, metadata);
  await askForSecondFactor(dependencies, proven);
  // Under the lock once more: a second factor may have been added a moment ago.
  const stillProven = async (trx: AuthDatabase) => (await proven.stillProven(trx)) && (await mfaMethods(trx, proven.userId)).length === 0;
  return startSignedInSession(dependencies, { ...proven, stillProven }, metadata);
}

/** Told to those alone who have shown who they are: whether there is such an account is nobody else's business. */
async function refuseUnverified(dependencies: AuthDependencies, userId: string): Promise<void> {
  if (dependencies.config.PARLEY_EMAIL_VERIFICATION !== 'required') return;
  const account = await dependencies.db
    .selectFrom('accounts')
    .select('email')
    .where('user_id', '=', userId)
    .where('email_verified', '=', false)
    .executeTakeFirst();
  if (!account) return;
  await mailVerification(dependencies, { userId, email: account.email });
  throw new ProblemError('email_not_verified');
}

async function askForSecondFactor({ db, pendingLogins }: AuthDependencies, { userId, remember, passwordHash }: Proven): Promise<void> {
  const methods = await mfaMethods(db, userId);
  if (methods.length === 0) return;
  const credential = passwordHash === undefined ? null : credentialMark(passwordHash);
  const token = await pendingLogins.begin({ userId, remember, credential });
  throw new ProblemError('mfa_required', undefined, { extras: { mfa_token: token, mfa_methods: methods } });
}
