import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { admit } from '../../sessions/admit.ts';
import type { LoggedIn } from '../../sessions/start-session.ts';

export type Login = { email: string; password: string; remember: boolean; address: string; userAgent: string | null };

/**
 * Checks a password; what follows a right one is in `admit`. An unknown address and a wrong password are answered alike and
 * after the same work.
 * @throws ProblemError `invalid_credentials`, `too_many_requests`, `unavailable`, and as `admit`
 */
export async function login(dependencies: AuthDependencies, command: Login, metadata: EventMetadata): Promise<LoggedIn> {
  const { passwords } = dependencies;
  await dependencies.loginLimit.take(command.address);
  const found = await findCredentials(dependencies, command.email);
  const correct = await passwords.verify(command.password, found?.password_hash);
  if (!found || !correct) throw new ProblemError('invalid_credentials');

  const { user_id: userId, role, username, email, email_verified: emailVerified, password_hash: passwordHash } = found;
  const { remember, address, userAgent } = command;
  const stillHolds = (trx: AuthDatabase) => stillCurrent(trx, found);
  const person = { userId, role, username, email, emailVerified };
  return admit(dependencies, { ...person, remember, address, userAgent, factors: 'one', passwordHash, stillHolds }, metadata);
}

/** Checking it took a third of a second. */
async function stillCurrent(trx: AuthDatabase, found: { user_id: string; password_hash: string }): Promise<boolean> {
  const row = await trx.selectFrom('credentials').select('password_hash').where('user_id', '=', found.user_id).executeTakeFirst();
  return row?.password_hash === found.password_hash;
}

function findCredentials({ db }: AuthDependencies, email: string) {
  return db
    .selectFrom('accounts')
    .innerJoin('credentials', 'credentials.user_id', 'accounts.user_id')
    .select([
      'accounts.user_id',
      'accounts.username',
      'accounts.role',
      'accounts.email',
      'accounts.email_verified',
      'credentials.password_hash',
    ])
    .where((eb) => eb(eb.fn('lower', ['accounts.email']), '=', email.trim().toLowerCase()))
    .executeTakeFirst();
}
