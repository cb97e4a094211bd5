import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { checkCode } from './check-code.ts';

export type Confirmation = { userId: string; sessionId: string; password?: string | undefined; code?: string | undefined };

/** Whether what was shown still holds, asked under the account's lock: checking a password takes a third of a second. */
export type Confirmed = { holds(trx: AuthDatabase): Promise<boolean>; assertHolds(trx: AuthDatabase): Promise<void> };

/** How long a sign-in stands for the password that an account opened by an identity provider does not have. */
const freshMs = 10 * 60_000;

/**
 * That it is the owner, and not somebody at their open browser: by the password, or by a code of the second factor.
 * @throws ProblemError as `confirmPassword`, `mfa_code_invalid`
 */
export async function confirmIdentity(dependencies: AuthDependencies, confirmation: Confirmation): Promise<Confirmed> {
  const { userId, code } = confirmation;
  if (code === undefined) return confirmPassword(dependencies, confirmation);
  await checkCode(dependencies, { userId, code, guessKey: userId });
  return confirmed(async () => true);
}

/**
 * The same by the password alone. Where the account has none, by having signed in a moment ago.
 * @throws ProblemError `invalid_credentials`, `recent_sign_in_required`, `validation_failed`, `too_many_requests`
 */
export async function confirmPassword(dependencies: AuthDependencies, confirmation: Omit<Confirmation, 'code'>): Promise<Confirmed> {
  const { userId, password } = confirmation;
  const known = await passwordHashOf(dependencies.db, userId);
  if (known === undefined) {
    await requireFreshSignIn(dependencies, confirmation);
  } else {
    if (password === undefined) throw passwordProblem('validation_failed', 'The password is needed');
    // Whoever found an open browser must not guess faster here than at the login.
    await dependencies.passwordChangeLimit.take(userId);
    if (!(await dependencies.passwords.verify(password, known))) throw passwordProblem('invalid_credentials', 'The password is wrong');
  }
  return confirmed(async (trx) => (await passwordHashOf(trx, userId)) === known);
}

function confirmed(holds: Confirmed['holds']): Confirmed {
  return {
    holds,
    async assertHolds(trx) {
      if (!(await holds(trx))) throw passwordProblem('invalid_credentials', 'The password is wrong');
    },
  };
}

async function requireFreshSignIn({ db, clock }: AuthDependencies, { userId, sessionId }: Confirmation): Promise<void> {
  const row = await db
    .selectFrom('sessions')
    .select('session_id')
    .where('session_id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('started_at', '>', new Date(clock().getTime() - freshMs))
    .executeTakeFirst();
  if (!row) throw new ProblemError('recent_sign_in_required', 'There is no password: sign in again, and do this within ten minutes');
}

async function passwordHashOf(db: AuthDatabase, userId: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').select('password_hash').where('user_id', '=', userId).executeTakeFirst();
  return row?.password_hash;
}

function passwordProblem(code: 'validation_failed' | 'invalid_credentials', message: string): ProblemError {
  return new ProblemError(code, message, { errors: [{ path: 'body.password', message }] });
}
