import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { type Client, recognise } from '../../devices/known-devices.ts';
import { renewHash } from '../../passwords/renew-hash.ts';
import { admit } from '../../sessions/admit.ts';
import type { LoggedIn } from '../../sessions/start-signed-in-session.ts';

export type Login = { email: string; password: string; remember: boolean; client: Client };

type Credentials = { user_id: string; password_hash: string };

/**
 * Checks a password; what follows a right one is in `admit`. An unknown address and a wrong password are answered alike and
 * after the same work.
 * @throws ProblemError `invalid_credentials`, `too_many_requests`, `unavailable`, and as `admit`
 */
export async function login(dependencies: AuthDependencies, command: Login, metadata: EventMetadata): Promise<LoggedIn> {
  await dependencies.loginLimit.take(command.client.address);
  const { user_id: userId, password_hash: passwordHash } = await checkPassword(dependencies, command);
  const { remember, client } = command;
  const stillProven = async (trx: AuthDatabase) => (await passwordHashOf(trx, userId)) === passwordHash;
  return admit(dependencies, { userId, remember, client, factors: 'one', passwordHash, stillProven }, metadata);
}

/** Whose password it is, by a hash of today's cost. @throws ProblemError `invalid_credentials`, `too_many_requests`, `unavailable` */
async function checkPassword(dependencies: AuthDependencies, { email, password, client }: Login): Promise<Credentials> {
  const { db, passwords, clock } = dependencies;
  const found = await findCredentials(db, email);
  const acquaintance = await recognise(db, found?.user_id, client, clock());
  const attempt = await dependencies.accountDelay.begin({ account: found?.user_id ?? email.trim().toLowerCase(), client, acquaintance });
  const correct = await passwords.verify(password, found?.password_hash).catch(async (error: unknown) => {
    await attempt.unchecked();
    throw error;
  });
  if (!found || !correct) {
    dependencies.log.info({ user_id: found?.user_id, acquaintance }, 'a login was refused: wrong password');
    throw new ProblemError('invalid_credentials');
  }
  await attempt.succeeded();
  return { ...found, password_hash: await renewHash(dependencies, { ...found, password }) };
}

function findCredentials(db: AuthDatabase, email: string): Promise<Credentials | undefined> {
  return db
    .selectFrom('accounts')
    .innerJoin('credentials', 'credentials.user_id', 'accounts.user_id')
    .select(['accounts.user_id', 'credentials.password_hash'])
    .where((eb) => eb(eb.fn('lower', ['accounts.email']), '=', email.trim().toLowerCase()))
    .executeTakeFirst();
}

async function passwordHashOf(db: AuthDatabase, userId: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').select('password_hash').where('user_id', '=', userId).executeTakeFirst();
  return row?.password_hash;
}
