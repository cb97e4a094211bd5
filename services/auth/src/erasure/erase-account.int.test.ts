import type { Account } from '@parley/contracts';
import { createLogger } from '@parley/service-kit';
import { eventually } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuildAuth } from '../rebuild-auth.ts';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { firstPassword, sessionOf, testPeople } from '../test-person.ts';
import { otherwiseErased, personalTables, sessionTables } from './personal-tables.ts';

describe('an account that is deleted', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let owner: pg.Client;
  let account: Account;

  beforeAll(async () => {
    auth = await startTestAuth();
    people = testPeople(auth);
    owner = new pg.Client({ connectionString: auth.database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await auth.stop();
  });
  beforeEach(async () => {
    account = await people.register();
  });

  const rows = async (text: string, ...values: unknown[]) => (await owner.query(text, values)).rows;
  const remove = (token: string, password = firstPassword) => people.call('/users/me', { method: 'DELETE', token, body: { password } });

  it('has a place in the list for every table that holds something of a person', async () => {
    const tablesWith = async (column: string) => {
      const text = `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = $1`;
      return (await rows(text, column)).map(({ name }) => name).sort();
    };
    expect(await tablesWith('user_id')).toEqual([...personalTables, ...otherwiseErased].sort());
    expect(await tablesWith('session_id')).toEqual([...sessionTables, 'sessions'].sort());
  });

  it('leaves events in their places, without what they said', async () => {
    const headers = { 'user-agent': 'Old phone', 'x-forwarded-for': '203.0.113.7' };
    const { access_token: token } = (await people.login(account.email, firstPassword, headers)).json();
    expect((await remove(token)).statusCode).toBe(204);
    const events = await rows('select version, type, data from events where stream_id = $1 order by version', account.id);
    expect(events).toEqual([
      { version: 1, type: 'AccountRegistered', data: { erased: true } },
      { version: 2, type: 'AccountErased', data: { at: expect.any(String) } },
    ]);
    const [started, ended] = await rows('select type, data from events where stream_id = $1 order by version', sessionOf(token));
    expect(started?.data).toMatchObject({ user_id: account.id, address: null, user_agent: null });
    expect(ended?.data).toMatchObject({ reason: 'deleted' });
    const erasures = await rows('select reason from erasures where stream_id = any($1)', [account.id, sessionOf(token)]);
    expect(erasures).toEqual([{ reason: 'account erased' }, { reason: 'account erased' }]);
  });

  it('is the same read model when it is built again, with others of the same former names', async () => {
    const { access_token: token } = await people.tokens(account.email);
    await remove(token);
    const body = { email: account.email, username: account.username, display_name: 'Again', password: firstPassword };
    expect((await people.call('/auth/register', { body })).statusCode).toBe(201);
    const log = createLogger({ service: 'test', level: 'silent' });
    const report = await rebuildAuth({ ownerUrl: auth.database.ownerUrl, swap: false, log });
    expect(report.identical).toBe(true);
  });

  it('is gone for a login that checked the password a moment ago, and for a link that was on its way', async () => {
    const { access_token: token } = await people.tokens(account.email);
    await people.call('/auth/password/forgot', { body: { email: account.email } });
    const [removed, ...logins] = await Promise.all([remove(token), people.login(account.email), people.login(account.email)]);
    expect(removed.statusCode).toBe(204);
    for (const login of logins.filter(({ statusCode }) => statusCode === 200)) expect(await people.me(login.json().access_token)).toBe(401);
    expect(await rows('select 1 from sessions where user_id = $1', account.id)).toEqual([]);
    expect(await rows('select 1 from password_resets where user_id = $1', account.id)).toEqual([]);
    expect(await rows('select 1 from credentials where user_id = $1', account.id)).toEqual([]);
  });

  it('is tried to be forgotten elsewhere until that has worked', async () => {
    // Nobody answers for `presence` here.
    const { access_token: token } = await people.tokens(account.email);
    await remove(token);
    const left = await eventually('the broker and Redis are done', async () => {
      const tasks = await rows('select task, attempts from erasure_tasks where user_id = $1', account.id);
      return tasks.length === 1 ? tasks : undefined;
    });
    expect(left).toEqual([{ task: 'presence', attempts: expect.any(Number) }]);
    await eventually('it is tried again', async () => {
      auth.clock.advance(60_000);
      const [task] = await rows('select attempts from erasure_tasks where user_id = $1', account.id);
      return task && task.attempts >= 3 ? true : undefined;
    });
  });

  it('asks for the password, as often as a login would', async () => {
    const { access_token: token } = await people.tokens(account.email);
    expect((await remove(token, 'Wrong-Horse-7')).json()).toMatchObject({
      status: 401,
      code: 'invalid_credentials',
      errors: [{ path: 'body.password' }],
    });
    expect((await people.call('/users/me', { method: 'DELETE', token, body: {} })).statusCode).toBe(400);
    expect(await people.me(token)).toBe(200);
  });
});
