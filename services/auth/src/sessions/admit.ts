import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { mailVerification } from '../email-verification/mail-verification.ts';
import { credentialMark } from '../mfa/pending-logins.ts';
import { mfaMethods } from '../mfa/second-factors.ts';
import { type Admitted, type LoggedIn, startSession } from './start-session.ts';

export type Proven = Admitted & {
  email: string;
  emailVerified: boolean;
  /** `one`: a password, say, so the account's second factor is still needed. `all`: nothing more is. */
  factors: 'one' | 'all';
  /** Hash of the password that was shown, if it was one. */
  passwordHash: string | null;
};

/**
 * What follows when somebody has shown who they are, be it by password or otherwise: whether their account lets them in, its
 * second factor, and the session. Whoever needs another such condition adds it here.
 *
 * @throws ProblemError `email_not_verified`, `mfa_required`, `invalid_credentials`, `unavailable`
 */
export async function admit(dependencies: AuthDependencies, proven: Proven, metadata: EventMetadata): Promise<LoggedIn> {
  await refuseUnverified(dependencies, proven);
  if (proven.factors === 'all') return startSession(dependencies, proven, metadata);
  await askForSecondFactor(dependencies, proven);
  // Under the lock once more: a second factor may have been added a moment ago.
  const stillHolds = async (trx: AuthDatabase) => (await proven.stillHolds(trx)) && (await mfaMethods(trx, proven.userId)).length === 0;
  return startSession(dependencies, { ...proven, stillHolds }, metadata);
}

/** Told to those alone who know the password: whether there is such an account is nobody else's business. */
async function refuseUnverified(dependencies: AuthDependencies, { userId, email, emailVerified }: Proven): Promise<void> {
  if (emailVerified || dependencies.config.PARLEY_EMAIL_VERIFICATION !== 'required') return;
  await mailVerification(dependencies, { userId, email });
  throw new ProblemError('email_not_verified');
}

async function askForSecondFactor({ db, pendingLogins }: AuthDependencies, proven: Proven): Promise<void> {
  const { userId, remember, address, userAgent, passwordHash } = proven;
  const methods = await mfaMethods(db, userId);
  if (methods.length === 0) return;
  const credential = passwordHash === null ? null : credentialMark(passwordHash);
  const token = await pendingLogins.begin({ userId, remember, address, userAgent, credential });
  throw new ProblemError('mfa_required', undefined, { extras: { mfa_token: token, mfa_methods: methods } });
}
