import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { isKnownPlace } from '../devices/sign-in-places.ts';
import { admit } from '../sessions/admit.ts';
import type { LoggedIn } from '../sessions/start-session.ts';
import { credentialMark, type PendingLogin } from './pending-logins.ts';

export type SecondStep = {
  mfaToken: string;
  address: string;
  userAgent: string | null;
  /** Checks, and uses up, what was shown. @throws ProblemError */
  check(login: PendingLogin, guessKey: string): Promise<void>;
};

/**
 * The second step of a login: what is shown is checked, the token is used up, the session starts.
 * @throws ProblemError `mfa_token_invalid`, what `check` throws, and as `admit`
 */
export async function finishSecondStep(dependencies: AuthDependencies, step: SecondStep, metadata: EventMetadata): Promise<LoggedIn> {
  const { db, pendingLogins } = dependencies;
  const login = await pendingLogins.attempt(step.mfaToken);
  const account = login && (await accountOf(db, login));
  if (!login || !account) throw new ProblemError('mfa_token_invalid');
  await step.check(login, await guessKeyOf(db, login));
  if (!(await pendingLogins.finish(step.mfaToken))) throw new ProblemError('mfa_token_invalid');
  const { address, userAgent } = step;
  const stillHolds = async (trx: AuthDatabase) => (await accountOf(trx, login)) !== undefined;
  const proven = { ...account, remember: login.remember, address, userAgent, factors: 'all' as const, passwordHash: null, stillHolds };
  return admit(dependencies, proven, metadata);
}

/** Undefined when the password that the login began with is not the account's any more. */
async function accountOf(db: AuthDatabase, { userId, credential }: PendingLogin) {
  const row = await db
    .selectFrom('accounts')
    .leftJoin('credentials', 'credentials.user_id', 'accounts.user_id')
    .select(['accounts.role', 'accounts.username', 'accounts.email', 'accounts.email_verified', 'credentials.password_hash'])
    .where('accounts.user_id', '=', userId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { role, username, email, email_verified: emailVerified, password_hash: hash } = row;
  if (credential !== null && (hash === null || credentialMark(hash) !== credential)) return undefined;
  return { userId, role, username, email, emailVerified };
}

/**
 * Whose guesses delay whom. Who knows the password and guesses at the code from elsewhere delays themselves; the owner, where
 * they have signed in before, is counted apart.
 */
async function guessKeyOf(db: AuthDatabase, login: PendingLogin): Promise<string> {
  return (await isKnownPlace(db, login)) ? `${login.userId}:known` : login.userId;
}
