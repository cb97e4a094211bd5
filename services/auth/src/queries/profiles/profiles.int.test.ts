import { randomUUID } from 'node:crypto';
import { connectNats, type Nats, readProfiles } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAuth, type TestAuth } from '../../start-test-auth.ts';

let auth: TestAuth;
let nats: Nats;

beforeAll(async () => {
  auth = await startTestAuth();
  nats = await connectNats({ url: auth.nats.url, name: 'test', log: createLogger({ service: 'test', level: 'silent' }) });
});
afterAll(async () => {
  await nats?.close();
  await auth?.stop();
});

async function register(username: string): Promise<string> {
  const payload = { username, email: `${username}@example.org`, display_name: 'Ada', password: 'Correct-Horse-7' };
  const response = await auth.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
  expect(response.statusCode).toBe(201);
  const { rows } = await asOwner((client) => client.query('select user_id from accounts where username = $1', [username]));
  return rows[0]?.user_id;
}

async function asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: auth.database.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('what other services ask about people', () => {
  it('is answered for those who exist', async () => {
    const ada = await register('ada');
    expect(await readProfiles(nats, [ada, randomUUID()])).toEqual([{ id: ada, username: 'ada', display_name: 'Ada', avatar_url: null }]);
    expect(await readProfiles(nats, [])).toEqual([]);
  });

  it('is answered at once also while a transaction stays open, which hides their events', async () => {
    await asOwner(async (older) => {
      await older.query('begin');
      await older.query('select pg_current_xact_id()');
      const grace = await register('grace');
      expect((await readProfiles(nats, [grace])).map(({ username }) => username)).toEqual(['grace']);
      await older.query('rollback');
    });
  });
});
