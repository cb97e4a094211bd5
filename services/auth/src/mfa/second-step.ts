import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { type Client, isKnown, recognise } from '../devices/known-devices.ts';
import { admit } from '../sessions/admit.ts';
import type { LoggedIn } from '../sessions/start-signed-in-session.ts';
import { guessKeyOf } from './code-throttle.ts';
import { credentialMark, type PendingLogin } from './pending-logins.ts';

export type SecondStep = {
  mfaToken: string;
  client: Client;
  /** Checks, and uses up, what was shown. @throws ProblemError */
  check(login: PendingLogin, guessKey: string): Promise<void>;
};

/**
 * The second step of a login: what is shown is checked, the token is used up, the session starts.
 * @throws ProblemError `mfa_token_invalid`, what `check` throws, and as `admit`
 */
export async function finishSecondStep(dependencies: AuthDependencies, step: SecondStep, metadata: EventMetadata): Promise<LoggedIn> {
  const { db, clock, pendingLogins } = dependencies;
  const { client } = step;
  const login = await pendingLogins.attempt(step.mfaToken);
  if (!login || !(await firstStepHolds(db, login))) throw new ProblemError('mfa_token_invalid');
  // Who knows the password and guesses at the code from elsewhere delays themselves; the owner, with what they have signed in with
  // before, is counted apart.
  const acquaintance = await recognise(db, login.userId, client, clock());
  await step.check(login, guessKeyOf(login.userId, isKnown(acquaintance)));
  if (!(await pendingLogins.finish(step.mfaToken))) throw new ProblemError('mfa_token_invalid');
  const { userId, remember } = login;
  const stillProven = (trx: AuthDatabase) => firstStepHolds(trx, login);
  return admit(dependencies, { userId, remember, client, factors: 'all', stillProven }, metadata);
}

/** Not when the password that the login began with is the account's no more, nor when the account is gone. */
async function firstStepHolds(db: AuthDatabase, { userId, credential }: PendingLogin): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .leftJoin('credentials', 'credentials.user_id', 'accounts.user_id')
    .select('credentials.password_hash as hash')
    .where('accounts.user_id', '=', userId)
    .executeTakeFirst();
  if (!row) return false;
  return credential === null || (row.hash !== null && credentialMark(row.hash) === credential);
}
