import { type Account, type LoginResult, type Problem, sessionIdSchema, subjects, type Tokens, type UserSignal } from '@parley/contracts';
import { connectNats } from '@parley/messaging';
import { createLogger, createTokenVerifier, sessionKey } from '@parley/service-kit';
import { eventually } from '@parley/testing';
import { Redis } from 'ioredis';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';

const password = 'Correct-Horse-7';

describe('sessions', () => {
  let auth: TestAuth;
  let redis: Redis;
  let account: Account;
  let people = 0;

  beforeAll(async () => {
    auth = await startTestAuth();
    redis = new Redis(auth.redis.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await auth.stop();
  });
  beforeEach(async () => {
    people += 1;
    const username = `person${people}`;
    const payload = { email: `${username}@example.org`, username, display_name: username, password };
    account = (await post('/auth/register', payload)).json<Account>();
  });

  const post = (path: string, payload?: object, headers: Record<string, string> = {}, app = auth.app) =>
    app.inject({ method: 'POST', url: `/api/v1${path}`, ...(payload ? { payload } : {}), headers });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const login = async (more: object = {}) => (await post('/auth/login', { email: account.email, password, ...more })).json<LoginResult>();
  const refresh = (token: string, app = auth.app) => post('/auth/refresh', { refresh_token: token }, {}, app);
  const me = async (token: string) =>
    (await auth.app.inject({ method: 'GET', url: '/api/v1/users/me', headers: bearer(token) })).statusCode;
  const sessionOf = (token: string) => sessionIdSchema.parse(decodeJwt(token).sid);

  it('start with a short access token and a refresh token in body and cookie', async () => {
    const response = await post('/auth/login', { email: account.email.toUpperCase(), password });
    const result = response.json<LoginResult>();
    expect(result).toMatchObject({ token_type: 'bearer', expires_in: 1800, user: { id: account.id, email: account.email } });
    expect(decodeProtectedHeader(result.access_token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) });
    const claims = decodeJwt(result.access_token);
    expect(claims).toMatchObject({
      sub: account.id,
      role: 'user',
      username: account.username,
      iss: 'parley',
      aud: 'parley',
      jti: expect.any(String),
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(1800);
    const cookie = String(response.headers['set-cookie']);
    expect(cookie).toContain(`parley_refresh=${result.refresh_token};`);
    expect(cookie).toMatch(/Max-Age=604800; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict(,|$)/);
    expect(await me(result.access_token)).toBe(200);
  });

  it('last 30 days when asked to, and have a Secure cookie behind TLS', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
    const response = await post('/auth/login', { email: account.email, password, remember_me: true }, headers);
    expect(String(response.headers['set-cookie'])).toMatch(/__Secure-parley_refresh=[\w-]+; Max-Age=2592000; .*Secure/);
    const { refresh_token } = response.json<LoginResult>();
    // What somebody planted without TLS does not count behind it.
    expect((await post('/auth/refresh', undefined, { ...headers, cookie: `parley_refresh=${refresh_token}` })).statusCode).toBe(401);
    expect((await post('/auth/refresh', undefined, { ...headers, cookie: `__Secure-parley_refresh=${refresh_token}` })).statusCode).toBe(
      200,
    );
  });

  it('do not start with a wrong password or an unknown address, told alike', async () => {
    const wrong = await post('/auth/login', { email: account.email, password: 'Wrong-Horse-7' });
    const unknown = await post('/auth/login', { email: 'nobody@example.org', password });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json()).toEqual(unknown.json());
    expect(wrong.json()).toMatchObject({ code: 'invalid_credentials' });
  });

  it('can be checked by other services with the published keys alone', async () => {
    const address = auth.app.server.address();
    if (!address || typeof address === 'string') throw new Error('not listening');
    const jwksUrl = `http://127.0.0.1:${address.port}/.well-known/jwks.json`;
    const verifier = createTokenVerifier({ jwksUrl, issuer: 'parley', audience: 'parley', redis });
    const { access_token } = await login();
    expect(await verifier.verifyAccessToken(access_token)).toMatchObject({ userId: account.id, username: account.username });
    expect(await (await fetch(jwksUrl)).text()).not.toContain('"d"');
  });

  it('sign with the same key on every replica', async () => {
    const other = await auth.startReplica();
    const keys = async (app: typeof other) => (await app.inject({ method: 'GET', url: '/.well-known/jwks.json' })).body;
    expect(await keys(other)).toBe(await keys(auth.app));
  });

  it('go on with a refresh token, by body or cookie, which is replaced each time', async () => {
    const first = await login();
    const second = (await refresh(first.refresh_token)).json<Tokens>();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(sessionOf(second.access_token)).toBe(sessionOf(first.access_token));
    expect(await me(second.access_token)).toBe(200);
    const third = await post('/auth/refresh', undefined, { cookie: `parley_refresh=${second.refresh_token}` });
    expect(third.statusCode).toBe(200);
    expect(String(third.headers['set-cookie'])).toContain(third.json<Tokens>().refresh_token);
  });

  it.each([
    ['none', undefined, {}],
    ['nonsense', { refresh_token: 'x' }, {}],
    ['one that was never given', { refresh_token: 'A'.repeat(43) }, {}],
  ])('do not go on with %s', async (_name, body, headers) => {
    const response = await post('/auth/refresh', body, headers);
    expect(response.json()).toMatchObject({ status: 401, code: 'refresh_token_invalid' });
  });

  it('do not go on with a cookie that another site made the browser send', async () => {
    const { refresh_token } = await login();
    const headers = { cookie: `parley_refresh=${refresh_token}`, 'sec-fetch-site': 'cross-site' };
    expect((await post('/auth/refresh', undefined, headers)).json()).toMatchObject({ status: 403, code: 'origin_refused' });
    expect((await refresh(refresh_token)).statusCode).toBe(200);
  });

  it('survive parallel tabs: a hundred refreshes at once, on two replicas, leave one living token', async () => {
    const other = await auth.startReplica();
    const { refresh_token } = await login();
    // They queue for the session's lock, each with a connection of the pool, and whoever waits too long for one of those is told to
    // come back (503), as on a busy machine. The token is good until it was traded, so they do.
    const insist = async (app: typeof other) => {
      for (let attempt = 1; ; attempt++) {
        const response = await refresh(refresh_token, app);
        if (response.statusCode !== 503 || attempt === 5) return response;
        expect(response.headers).toHaveProperty('retry-after');
      }
    };
    const responses = await Promise.all(Array.from({ length: 100 }, (_, index) => insist(index % 2 ? auth.app : other)));
    expect(responses.map(({ statusCode }) => statusCode).filter((status) => status !== 200)).toEqual([]);
    const tokens = new Set(responses.map((response) => response.json<Tokens>().refresh_token));
    expect(tokens.size).toBe(1);
    const [token = ''] = tokens;
    const next = await refresh(token);
    expect(next.statusCode).toBe(200);
    // A tab that was asleep for a moment and is two links behind.
    expect((await refresh(refresh_token)).json<Tokens>().refresh_token).toBe(next.json<Tokens>().refresh_token);
  });

  it('go on when the same request comes again, however late: its answer was lost', async () => {
    const { refresh_token } = await login();
    const asked = (token: string, key: string) => post('/auth/refresh', { refresh_token: token }, { 'idempotency-key': key });
    const first = (await asked(refresh_token, 'mine')).json<Tokens>();
    auth.clock.advance(600_000);
    const again = await asked(refresh_token, 'mine');
    expect(again.statusCode).toBe(200);
    expect(again.json<Tokens>().refresh_token).toBe(first.refresh_token);
    const next = (await asked(first.refresh_token, 'another')).json<Tokens>();
    // A link further on by now: still the same client's.
    auth.clock.advance(600_000);
    expect((await asked(refresh_token, 'mine')).json<Tokens>().refresh_token).toBe(next.refresh_token);
    // Whoever has the token and not the name of the request is somebody else.
    auth.clock.advance(600_000);
    expect((await asked(refresh_token, 'guessed')).json()).toMatchObject({ status: 401, code: 'refresh_token_invalid' });
    expect((await asked(next.refresh_token, 'mine')).json()).toMatchObject({ status: 401, code: 'refresh_token_invalid' });
  });

  it('end, with sockets and all, when a replaced token comes back late', async () => {
    const stolen = await login();
    const owner = (await refresh(stolen.refresh_token)).json<Tokens>();
    const signals = await listen(account.id);
    auth.clock.advance(11_000);
    expect((await refresh(stolen.refresh_token)).json()).toMatchObject({ status: 401, code: 'refresh_token_invalid' });
    expect((await refresh(owner.refresh_token)).json()).toMatchObject({ code: 'refresh_token_invalid' });
    expect(await me(owner.access_token)).toBe(401);
    const signal = await eventually('the signal arrives', () => signals.received[0]);
    expect(signal).toEqual({ kind: 'session.ended', session_id: sessionOf(owner.access_token), reason: 'reuse_detected' });
    await signals.stop();
  });

  it('end absolutely, however often they are refreshed', async () => {
    let { refresh_token: token } = await login();
    for (let day = 0; day < 6; day++) {
      auth.clock.advance(86_400_000);
      token = (await refresh(token)).json<Tokens>().refresh_token;
    }
    auth.clock.advance(86_400_000 + 1_000);
    expect((await refresh(token)).json()).toMatchObject({ code: 'refresh_token_invalid' });
  });

  it('end by logging out: tokens at once, sockets told, other sessions untouched', async () => {
    const [mine, other] = [await login(), await login()];
    const signals = await listen(account.id);
    const response = await post('/auth/logout', undefined, bearer(mine.access_token));
    expect(response.statusCode).toBe(204);
    expect(String(response.headers['set-cookie'])).toMatch(/parley_refresh=; .*Expires=Thu, 01 Jan 1970/);
    expect(await me(mine.access_token)).toBe(401);
    expect((await refresh(mine.refresh_token)).json()).toMatchObject({ code: 'refresh_token_invalid' });
    expect(await me(other.access_token)).toBe(200);
    const signal = await eventually('the signal arrives', () => signals.received[0]);
    expect(signal).toEqual({ kind: 'session.ended', session_id: sessionOf(mine.access_token), reason: 'logged_out' });
    expect((await post('/auth/logout')).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    await signals.stop();
  });

  it('stay ended when logging out and refreshing meet', async () => {
    for (let round = 0; round < 10; round++) {
      const { access_token, refresh_token } = await login();
      await Promise.all([refresh(refresh_token), post('/auth/logout', undefined, bearer(access_token)), refresh(refresh_token)]);
      expect(await redis.exists(sessionKey(sessionOf(access_token)))).toBe(0);
      expect(await me(access_token)).toBe(401);
    }
  });

  it('survive a wiped Redis: the next refresh brings them back', async () => {
    const { access_token, refresh_token } = await login();
    await redis.flushall();
    const refused = await auth.app.inject({ method: 'GET', url: '/api/v1/users/me', headers: bearer(access_token) });
    expect(refused.json()).toMatchObject({ status: 401, code: 'token_expired' });
    const again = (await refresh(refresh_token)).json<Tokens>();
    expect(await me(again.access_token)).toBe(200);
    expect(await redis.ttl(sessionKey(sessionOf(again.access_token)))).toBeGreaterThan(1_800);
  });

  it('keep only hashes of tokens and passwords', async () => {
    const { refresh_token } = await login();
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    for (const table of ['refresh_tokens', 'credentials', 'sessions', 'events']) {
      const { rows } = await client.query(`select * from ${table}`);
      const text = JSON.stringify(rows, (_key, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value));
      expect(text).not.toContain(refresh_token);
      expect(text).not.toContain(password);
      if (table === 'events') expect(text).not.toContain('$2b$');
    }
    await client.end();
    expect(auth.logs.join('')).not.toContain(refresh_token);
  });

  it('are limited to five logins a minute per address, right across replicas', async () => {
    const limited = { PARLEY_LOGINS_PER_MINUTE: '5' };
    const replicas = [await auth.startReplica(limited), await auth.startReplica(limited)];
    const from = (address: string) => ({ 'x-forwarded-for': `198.51.100.1, ${address}` });
    const attempt = (index: number, address = '203.0.113.5') =>
      post('/auth/login', { email: account.email, password: 'Wrong-Horse-7' }, from(address), replicas[index % 2]);
    const responses = await Promise.all(Array.from({ length: 12 }, (_, index) => attempt(index)));
    expect(responses.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    const refused = responses.find(({ statusCode }) => statusCode === 429);
    expect(refused?.json<Problem>().code).toBe('too_many_requests');
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(50);
    expect((await attempt(0, '203.0.113.6')).statusCode).toBe(401);
  });

  it('cannot be checked while Redis is away: 503, and all is well when it is back', async () => {
    const { access_token, refresh_token } = await login();
    await auth.redis.kill('SIGKILL');
    expect(await me(access_token)).toBe(503);
    const away = await refresh(refresh_token);
    expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '1']);
    await auth.redis.restart();
    await eventually('refreshing works again', async () => ((await refresh(refresh_token)).statusCode === 200 ? true : undefined));
    expect(await me((await login()).access_token)).toBe(200);
  });

  async function listen(userId: string) {
    const nats = await connectNats({ url: auth.nats.url, name: 'test', log: createLogger({ service: 'test', level: 'silent' }) });
    const received: UserSignal[] = [];
    nats.nc.subscribe(subjects.user(userId), { callback: (_error, message) => void received.push(message.json<UserSignal>()) });
    await nats.flush();
    return { received, stop: nats.close };
  }
});
