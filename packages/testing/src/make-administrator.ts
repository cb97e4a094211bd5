import pg from 'pg';
import { logIn, type TestUser } from './api-client.ts';
import type { Stack } from './stack.ts';

/** Makes somebody a server administrator as an operator would, behind the API, and signs them in again: the role is in the token. */
export async function makeAdministrator(stack: Pick<Stack, 'databases' | 'url'>, user: TestUser): Promise<TestUser> {
  const owner = new pg.Client({ connectionString: stack.databases.auth.ownerUrl });
  await owner.connect();
  try {
    await owner.query(`update accounts set role = 'admin' where user_id = $1`, [user.id]);
  } finally {
    await owner.end();
  }
  return logIn(stack, user);
}
