import {
  type Account,
  beginning,
  eventsAfterRpc,
  type LoginResult,
  type Problem,
  type PublicProfile,
  subjects,
  type UserSearchResult,
} from '@parley/contracts';
import { connectNats, requestRpc } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import { eventually } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildAuth } from './rebuild-auth.ts';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';

const password = 'Correct-Horse-7';

describe('accounts', () => {
  let auth: TestAuth;
  beforeAll(async () => {
    auth = await startTestAuth();
  });
  afterAll(() => auth.stop());

  const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
    auth.app.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers });
  const get = (path: string, token: string) =>
    auth.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { authorization: `Bearer ${token}` } });
  const register = (username: string, more: object = {}) =>
    post('/auth/register', { email: `${username}@example.org`, username, display_name: username, password, ...more });
  const logIn = async (username: string) => (await post('/auth/login', { email: `${username}@example.org`, password })).json<LoginResult>();

  it('are registered, without telling the password or its hash', async () => {
    const response = await register('Ada', { display_name: '  Ada Lovelace ' });
    expect(response.statusCode).toBe(201);
    const account = response.json<Account>();
    expect(account).toMatchObject({
      username: 'Ada',
      email: 'Ada@example.org',
      display_name: 'Ada Lovelace',
      role: 'user',
      is_online: false,
    });
    expect(Object.keys(account).sort()).toEqual(
      [
        'avatar_url',
        'bio',
        'created_at',
        'display_name',
        'email',
        'email_verified',
        'id',
        'is_online',
        'last_seen_at',
        'role',
        'status_text',
        'username',
      ].sort(),
    );
  });

  it.each([
    ['a short password', { password: 'Ab1' }, 'body.password'],
    ['a password without a digit', { password: 'Abcdefgh' }, 'body.password'],
    ['one of the commonest passwords', { password: 'PASSWORd123' }, 'body.password'],
    ['a password of 129 characters', { password: `Aa1${'x'.repeat(126)}` }, 'body.password'],
    ['a username with a space', { username: 'a b c' }, 'body.username'],
    ['no address', { email: 'ada' }, 'body.email'],
    ['a blank display name', { display_name: '   ' }, 'body.display_name'],
    ['NUL in a name', { display_name: 'a\u0000b' }, 'body.display_name'],
  ])('refuse %s', async (_name, fault, path) => {
    const response = await register('mallory', fault);
    expect(response.statusCode).toBe(400);
    expect(response.json<Problem>().errors?.map((error) => error.path)).toEqual([path]);
  });

  it('are unique regardless of case', async () => {
    await register('Grace');
    expect((await register('grace2', { email: 'GRACE@example.org' })).json()).toMatchObject({ status: 409, code: 'email_taken' });
    expect((await register('gRACE', { email: 'other@example.org' })).json()).toMatchObject({ status: 409, code: 'username_taken' });
    expect((await register('search')).json()).toMatchObject({ code: 'username_taken' });
  });

  it('are unique when many register at once, on two replicas', async () => {
    const other = await auth.startReplica();
    const attempts = Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? auth.app : other).inject({
        method: 'POST',
        url: '/api/v1/auth/register',
        payload: { email: `linus${index % 4}@example.org`, username: index % 2 ? 'linus' : 'LINUS', display_name: 'Linus', password },
      }),
    );
    const responses = await Promise.all(attempts);
    expect(responses.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    const codes = responses.filter(({ statusCode }) => statusCode !== 201).map((response) => response.json<Problem>().code);
    expect(codes.every((code) => code === 'email_taken' || code === 'username_taken')).toBe(true);
  });

  it('tell what is free, only what was asked', async () => {
    const ask = async (query: string) => (await auth.app.inject({ method: 'GET', url: `/api/v1/auth/availability?${query}` })).json();
    await register('Taken');
    expect(await ask('username=taken')).toEqual({ username_available: false });
    expect(await ask('email=TAKEN@example.org&username=untaken')).toEqual({ email_available: false, username_available: true });
    expect(await ask('')).toMatchObject({ code: 'validation_failed' });
  });

  it('show and change themselves; null clears, nothing changes nothing', async () => {
    await register('Joan');
    const { access_token: token } = await logIn('Joan');
    const patch = (payload: object) =>
      auth.app.inject({ method: 'PATCH', url: '/api/v1/users/me', payload, headers: { authorization: `Bearer ${token}` } });
    expect((await patch({ display_name: 'Joan C.', bio: 'ENIAC' })).json()).toMatchObject({ display_name: 'Joan C.', bio: 'ENIAC' });
    expect((await patch({ bio: null })).json()).toMatchObject({ display_name: 'Joan C.', bio: null });
    expect((await patch({})).statusCode).toBe(200);
    for (const avatar_url of ['javascript', 'https://tracker.example/x.png', '/api/v1/media/1', '//evil.example/api/v1/media/x']) {
      expect((await patch({ avatar_url })).json()).toMatchObject({ code: 'validation_failed' });
    }
    expect((await get('/users/me', token)).json()).toMatchObject({ username: 'Joan', email: 'Joan@example.org', display_name: 'Joan C.' });
  });

  it('are found by name and by id, without what is private', async () => {
    const { id } = (await register('Hedy')).json<Account>();
    const { access_token: token } = await logIn('Hedy');
    for (const name of ['hedy', 'HEDY', id]) {
      const response = await get(`/users/${name}`, token);
      expect(response.json<PublicProfile>()).toMatchObject({ id, username: 'Hedy' });
      expect(response.body).not.toContain('example.org');
    }
    expect((await get('/users/nobody', token)).json()).toMatchObject({ status: 404, code: 'user_not_found' });
    expect((await get('/users/hedy', 'x')).json()).toMatchObject({ status: 401 });
  });

  it('are searched by prefix and likeness, best first, with wildcards taken literally', async () => {
    const names = { margaret: 'Margaret Hamilton', marg_x: 'Somebody', hamil: 'Sir Hamil', katherine: 'Kathérine JOHNSON', other: 'Else' };
    for (const [username, display_name] of Object.entries(names)) await register(username, { display_name });
    const { access_token: token } = await logIn('margaret');
    const search = async (q: string, limit = 20) => {
      const response = await get(`/users/search?q=${encodeURIComponent(q)}&limit=${limit}`, token);
      return response.json<UserSearchResult>().items.map((item) => item.username);
    };
    expect(await search('marg')).toEqual(['marg_x', 'margaret']);
    expect(await search('ma')).toEqual(['marg_x', 'margaret']);
    expect(await search('margaret')).toContain('margaret');
    expect((await search('HAMIL'))[0]).toBe('hamil');
    expect(await search('hamilton')).toContain('margaret');
    expect(await search('margret')).toContain('margaret');
    expect(await search('johnson')).toEqual(['katherine']);
    expect(await search('kathérine j')).toEqual(['katherine']);
    expect(await search('marg', 1)).toHaveLength(1);
    expect(await search('g_x')).not.toContain('margaret');
    expect(await search('%%')).toEqual([]);
    expect((await get('/users/search?q=m', token)).statusCode).toBe(400);
    expect((await get('/users/search?q=mm&limit=51', token)).statusCode).toBe(400);
  });

  it('publish who they are, and never an address', async () => {
    const nats = await connectNats({ url: auth.nats.url, name: 'test', log: createLogger({ service: 'test', level: 'silent' }) });
    const live: string[] = [];
    nats.nc.subscribe(subjects.allLive('auth'), {
      callback: (_error, message) => void live.push(`${message.subject} ${message.string()}`),
    });
    await nats.flush();
    const { id } = (await register('Radia')).json<Account>();
    const published = await eventually('user.registered arrives', () =>
      live.find((text) => text.startsWith(subjects.live('auth', id, 'user.registered'))),
    );
    expect(published).toContain('"data":{"username":"Radia","display_name":"Radia","avatar_url":null}');

    const page = await requestRpc(nats, eventsAfterRpc('auth'), { after: beginning, limit: 100 });
    expect(page.events.map((event) => event.type)).toContain('user.profile_changed');
    expect(page.events.at(-1)?.payload).toContain('Radia');
    expect(JSON.stringify([...live, page])).not.toContain('example.org');
    await nats.close();
  });

  it('are what their events say', async () => {
    const log = createLogger({ service: 'test', level: 'silent' });
    const report = await rebuildAuth({ ownerUrl: auth.database.ownerUrl, swap: true, log });
    expect(report).toMatchObject({ identical: true });
    expect(report.events).toBeGreaterThan(10);
    expect((await logIn('Ada')).user.username).toBe('Ada');
  });

  it('cannot have their events changed by the service', async () => {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    await expect(client.query('delete from events')).rejects.toThrow(/permission denied/);
    await client.end();
  });

  it('are described in OpenAPI, every route with summary, tags and problems', async () => {
    const document = (await auth.app.inject({ method: 'GET', url: '/openapi.json' })).json();
    const operations = Object.values<Record<string, { summary?: string; tags?: string[]; responses: object }>>(document.paths).flatMap(
      Object.values,
    );
    expect(operations).toHaveLength(45);
    for (const operation of operations) {
      expect(operation).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] });
      expect(Object.keys(operation.responses)).toContain('503');
    }
  });

  it('leave no address, name or password in the log', () => {
    const text = auth.logs.join('');
    expect(text).toContain('request');
    expect(text).not.toMatch(/example\.org|Correct-Horse|Lovelace|margaret/i);
  });
});
