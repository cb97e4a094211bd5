import { monitorEventLoopDelay } from 'node:perf_hooks';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPasswords } from './passwords/passwords.ts';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';
import { firstPassword, testPeople } from './test-person.ts';

let auth: TestAuth;
let people: ReturnType<typeof testPeople>;

beforeAll(async () => {
  auth = await startTestAuth();
  people = testPeople(auth);
});
afterAll(() => auth.stop());

async function hashOf(userId: string): Promise<string> {
  const client = new pg.Client({ connectionString: auth.database.url });
  await client.connect();
  const { rows } = await client.query('select password_hash from credentials where user_id = $1', [userId]);
  await client.end();
  return rows[0].password_hash;
}

it('a password is hashed anew at its next login when the cost has changed, and still opens the account', async () => {
  const { id, email } = await people.register();
  expect(await hashOf(id)).toMatch(/^\$2b\$04\$/);
  const dearer = await auth.startReplica({ PARLEY_BCRYPT_ROUNDS: '5' });
  const login = (password: string) => people.call('/auth/login', { body: { email, password } }, dearer);
  expect((await login('Wrong-Horse-7')).statusCode).toBe(401);
  expect(await hashOf(id)).toMatch(/^\$2b\$04\$/);
  const together = await Promise.all(Array.from({ length: 4 }, () => login(firstPassword)));
  expect(together.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  const renewed = await hashOf(id);
  expect(renewed).toMatch(/^\$2b\$05\$/);
  expect((await login(firstPassword)).statusCode).toBe(200);
  expect(await hashOf(id)).toBe(renewed);
});

it('fifty logins at once at 12 rounds do not hold the event loop', async () => {
  const single = createPasswords({ rounds: 12, workers: 1, maxQueued: 5 });
  const startedAt = performance.now();
  await single.hash(firstPassword);
  const hashMs = performance.now() - startedAt;
  await single.close();

  const dear = await auth.startReplica({ PARLEY_BCRYPT_ROUNDS: '12' });
  const { email } = await people.register();
  const login = () => people.call('/auth/login', { body: { email, password: firstPassword } }, dear);
  expect((await login()).statusCode).toBe(200);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const burstAt = performance.now();
  delay.enable();
  const responses = await Promise.all(Array.from({ length: 50 }, login));
  delay.disable();
  const burstMs = performance.now() - burstAt;
  expect(responses.filter(({ statusCode }) => statusCode !== 200)).toEqual([]);
  const [p50, p90, max] = [delay.percentile(50) / 1e6, delay.percentile(90) / 1e6, delay.max / 1e6];
  process.stderr.write(
    `50 logins: ${burstMs.toFixed(0)} ms; a hash ${hashMs.toFixed(0)} ms; loop p50 ${p50.toFixed(1)}, p90 ${p90.toFixed(1)}, max ${max.toFixed(1)} ms\n`,
  );
  // Hashing on the loop would show as pauses of a whole hash each, half of all the time and more.
  expect(p90).toBeLessThan(hashMs / 3);
  // Work was done: fifty hashes on two threads take the time of twenty-five, less what a quieter moment saves.
  expect(burstMs).toBeGreaterThan(hashMs * 5);
}, 180_000);
