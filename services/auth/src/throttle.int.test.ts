import type { Account, Problem } from '@parley/contracts';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';
import { firstPassword, resetTokens, testPeople } from './test-person.ts';

describe('guessing passwords', () => {
  let auth: TestAuth;
  let redis: Redis;
  let replicas: TestAuth['app'][];
  let people: ReturnType<typeof testPeople>;
  let account: Account;
  let addresses = 0;

  beforeAll(async () => {
    auth = await startTestAuth({
      PARLEY_LOGIN_FREE_FAILURES: '3',
      PARLEY_LOGIN_DELAY_SECONDS: '60',
      PARLEY_LOGIN_MAX_DELAY_SECONDS: '200',
    });
    redis = new Redis(auth.redis.url);
    replicas = [auth.app, await auth.startReplica()];
    people = testPeople(auth);
  });
  afterAll(async () => {
    redis.disconnect();
    await auth.stop();
  });
  beforeEach(async () => {
    await redis.flushall();
    account = await people.register();
  });

  const elsewhere = () => {
    addresses += 1;
    return { 'x-forwarded-for': `203.0.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}` };
  };
  const guess = (headers: Record<string, string>, replica = 0, password = 'Wrong-Horse-7', email = account.email) =>
    people.call('/auth/login', { body: { email, password }, headers }, replicas[replica]);
  const cookieOf = (response: Awaited<ReturnType<typeof guess>>) =>
    `parley_device=${response.cookies.find(({ name }) => name === 'parley_device')?.value}`;

  it('of one account from everywhere meets a growing delay, right across replicas', async () => {
    const first = await Promise.all(Array.from({ length: 12 }, (_, index) => guess(elsewhere(), index % 2)));
    expect(first.filter(({ statusCode }) => statusCode === 401)).toHaveLength(3);
    const refused = first.filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(9);
    expect(refused[0]?.json<Problem>().code).toBe('too_many_requests');
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(55);
    const waits: number[] = [];
    for (let round = 0; round < 3; round++) {
      await openAgain();
      expect((await guess(elsewhere(), round % 2)).statusCode).toBe(401);
      waits.push(Number((await guess(elsewhere())).headers['retry-after']));
    }
    expect(waits.map((wait) => Math.round(wait / 20) * 20)).toEqual([120, 200, 200]);
  });

  it('of an account that does not exist is slowed down alike', async () => {
    const nobody = `nobody${addresses}@example.org`;
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await guess(elsewhere(), 0, firstPassword, nobody)).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  it('locks nobody out: a browser and an address that signed in before have allowances of their own', async () => {
    const home = elsewhere();
    const signedIn = await guess(home, 0, firstPassword);
    const cookie = cookieOf(signedIn);
    expect(String(signedIn.headers['set-cookie'])).toMatch(
      /parley_device=[\w-]{43}; Max-Age=15552000; Path=\/api\/v1\/auth; HttpOnly; SameSite=Lax/,
    );
    await Promise.all(Array.from({ length: 10 }, (_, index) => guess(elsewhere(), index % 2)));
    expect((await guess(elsewhere(), 0, firstPassword)).statusCode).toBe(429);
    expect((await guess({ ...elsewhere(), cookie }, 1, firstPassword)).statusCode).toBe(200);
    expect((await guess(home, 1, firstPassword)).statusCode).toBe(200);
  });

  it('keeps nobody out who reads the mail: choosing a new password makes the browser known', async () => {
    for (let count = 0; count < 3; count++) await guess(elsewhere());
    await people.call('/auth/password/forgot', { body: { email: account.email }, headers: elsewhere() });
    const [token] = await resetTokens(auth, account.email, 1);
    const password = 'Battery-Staple-8';
    const reset = await people.call('/auth/password/reset', { body: { token, password }, headers: elsewhere() });
    expect(reset.statusCode).toBe(204);
    expect((await guess(elsewhere(), 0, password)).statusCode).toBe(429);
    expect((await guess({ ...elsewhere(), cookie: cookieOf(reset) }, 0, password)).statusCode).toBe(200);
  });

  it('from a known browser is slowed down as well, for that browser alone', async () => {
    const home = elsewhere();
    const cookie = cookieOf(await guess(home, 0, firstPassword));
    const stolen = { ...elsewhere(), cookie };
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await guess(stolen)).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect((await guess(home, 0, firstPassword)).statusCode).toBe(200);
  });

  it('is not helped by the cookie of another account, nor by a made-up one', async () => {
    const other = await people.register();
    const cookie = cookieOf(await guess(elsewhere(), 0, firstPassword, other.email));
    for (let count = 0; count < 3; count++) await guess(elsewhere());
    expect((await guess({ ...elsewhere(), cookie })).statusCode).toBe(429);
    expect((await guess({ ...elsewhere(), cookie: `parley_device=${'A'.repeat(43)}` })).statusCode).toBe(429);
    const planted = await guess({ ...elsewhere(), cookie: `parley_device=${'A'.repeat(43)}` }, 0, firstPassword, other.email);
    expect(planted.statusCode).toBe(200);
    expect(cookieOf(planted)).not.toBe(`parley_device=${'A'.repeat(43)}`);
  });

  it('right ends the delay: typing errors of last week do not add up', async () => {
    const home = elsewhere();
    for (let round = 0; round < 3; round++) {
      expect((await guess(home)).statusCode).toBe(401);
      expect((await guess(home, 0, firstPassword)).statusCode).toBe(200);
    }
  });

  it('is logged, with the account, and without what was typed', async () => {
    const since = auth.logs.length;
    await guess(elsewhere());
    await guess(elsewhere(), 0, firstPassword);
    const lines = auth.logs.slice(since).join('');
    expect(lines).toMatch(new RegExp(`"user_id":"${account.id}".*a login was refused`));
    expect(lines).toMatch(new RegExp(`"user_id":"${account.id}".*signed in`));
    for (const typed of ['Wrong-Horse-7', firstPassword, account.email]) expect(lines).not.toContain(typed);
  });

  it('leaves no address of a person in Redis', async () => {
    await guess({ 'x-forwarded-for': '198.51.100.77' });
    const keys = await redis.keys('login-delay:*');
    expect(keys).toHaveLength(1);
    expect(keys.join()).not.toContain('example.org');
  });

  it('is not what registering is for: that has a limit per address of its own', async () => {
    const limited = await auth.startReplica({ PARLEY_REGISTRATIONS_PER_MINUTE: '2' });
    const headers = elsewhere();
    const register = (index: number, from = headers) => {
      const username = `crowd${addresses}_${index}`;
      const body = { email: `${username}@example.org`, username, display_name: username, password: firstPassword };
      return people.call('/auth/register', { body, headers: from }, limited);
    };
    const statuses: number[] = [];
    for (let index = 0; index < 3; index++) statuses.push((await register(index)).statusCode);
    expect(statuses).toEqual([201, 201, 429]);
    expect((await register(4, elsewhere())).statusCode).toBe(201);
  });

  /** As if the wait were over: the delay lives by Redis' own clock. */
  async function openAgain(): Promise<void> {
    for (const key of await redis.keys('login-delay:*')) await redis.hset(key, 'opens_at', 0);
  }
});
