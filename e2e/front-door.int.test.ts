import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Problem, SessionList, SocketTicket, Tokens } from '@parley/contracts';
import { callApi, eventually, logIn, mustCallApi, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRawSocket } from './src/raw-socket.ts';

const friend = 'https://app.example.net';
const foe = 'https://evil.example';

let stack: Stack;
let ada: TestUser;

beforeAll(async () => {
  stack = await startStack({ gateways: 2, allowedOrigins: [friend], serviceEnv: { gateway: { PARLEY_TRUSTED_PROXIES: '127.0.0.1' } } });
  ada = await registerUser(stack, 'ada');
});
afterAll(() => stack.stop());

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => fetch(`${stack.url}${path}`, { method, headers });

describe('pages of other origins', () => {
  it('that the operator named may ask and read', async () => {
    const preflight = await ask(
      '/api/v1/users/me',
      { origin: friend, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization,content-type' },
      'OPTIONS',
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(friend);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    const answer = await ask('/api/v1/users/me', { origin: friend, authorization: `Bearer ${ada.accessToken}` });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, friend]);
    expect(answer.headers.get('vary')).toMatch(/origin/i);
    const refusal = await ask('/api/v1/users/me', { origin: friend });
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).toEqual([401, friend]);
  });

  it.each([foe, 'null', 'https://app.example.net.evil.example', 'http://app.example.net'])(
    '%s are not let read anything',
    async (origin) => {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await ask('/api/v1/users/me', { origin, 'access-control-request-method': 'GET' }, method);
        expect(answer.headers.get('access-control-allow-origin')).not.toBe(origin);
        expect(answer.headers.get('access-control-allow-origin')).not.toBe('*');
      }
    },
  );

  it('cannot make a browser refresh: the cookie does not count when somebody else asks', async () => {
    const { refreshToken } = await logIn(stack, ada);
    const refresh = (headers: Record<string, string>) =>
      callApi<Tokens | Problem>(stack.url, '/auth/refresh', {
        method: 'POST',
        headers: { cookie: `parley_refresh=${refreshToken}`, ...headers },
      });
    const foreign: Record<string, string>[] = [
      { origin: foe, 'sec-fetch-site': 'cross-site' },
      { origin: foe },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) expect((await refresh(headers)).body).toMatchObject({ status: 403, code: 'origin_refused' });
    // None of them has used the token up.
    const own = await refresh({ origin: stack.url, 'sec-fetch-site': 'same-origin' });
    expect(own.status).toBe(200);
    expect(own.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  });
});

describe('every answer of the front door', () => {
  it.each([
    '/api/v1/users/me',
    '/api/v1/auth/login',
    '/openapi.json',
    '/docs',
    '/redoc',
    '/docs/assets/swagger-ui.css',
    '/nowhere',
    '/livez',
  ])('%s tells browsers to do no more than they must', async (path) => {
    const { headers } = await ask(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
    expect(headers.get('permissions-policy')).toContain('camera=()');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.match(/script-src[^;]*/)?.[0] ?? '').not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('of the API is kept by no browser and no cache', async () => {
    for (const path of ['/api/v1/users/me', '/api/v1/auth/sessions', '/api/v1/rooms']) {
      const answer = await ask(path, { authorization: `Bearer ${ada.accessToken}` });
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
    }
  });

  it('says what it is', async () => {
    const typeOf = async (path: string) => (await ask(path)).headers.get('content-type');
    expect(await typeOf('/api/v1/auth/oidc/providers')).toBe('application/json; charset=utf-8');
    expect(await typeOf('/api/v1/users/me')).toMatch(/^application\/problem\+json/);
    expect(await typeOf('/docs')).toBe('text/html; charset=utf-8');
    expect(await typeOf('/docs/start.js')).toMatch(/^text\/javascript/);
  });

  it('lists no folder, and echoes no request', async () => {
    for (const path of ['/docs/assets/', '/docs/assets', '/api/', '/.git/config', '/docs/assets/../package.json']) {
      expect([403, 404]).toContain((await ask(path)).status);
    }
    const { port, hostname } = new URL(stack.url);
    const status = await new Promise((resolve, reject) => {
      request({ port, hostname, method: 'TRACE', path: '/api/v1/users/me', headers: { cookie: 'secret=1' } }, (response) =>
        resolve(response.statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect([404, 405]).toContain(status);
  });

  it('insists on TLS where it came over TLS', async () => {
    const answer = await ask('/api/v1/users/me', { 'x-forwarded-proto': 'https' });
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });
});

describe('a socket ticket', () => {
  const ticketOf = (user: TestUser) =>
    mustCallApi<SocketTicket>(stack.url, '/auth/socket-ticket', { method: 'POST', token: user.accessToken });

  it('opens one socket, at any gateway, and no second one', async () => {
    const { ticket, expires_in } = await ticketOf(ada);
    expect(expires_in).toBe(30);
    const socket = await openRawSocket(stack.gatewayUrls[1] ?? '', { path: `/ws?ticket=${ticket}` });
    expect((await socket.receive('ready')).data.user.id).toBe(ada.id);
    const second = await openRawSocket(stack.url, { path: `/ws?ticket=${ticket}` });
    expect(await second.closed).toMatchObject({ code: 4401, reason: 'unauthenticated' });
    socket.close();
  });

  it('is of no use when the session has ended meanwhile, nor when it was made up', async () => {
    const other = await logIn(stack, ada);
    const { ticket } = await ticketOf(other);
    await mustCallApi(stack.url, '/auth/logout', { method: 'POST', token: other.accessToken });
    const late = await openRawSocket(stack.url, { path: `/ws?ticket=${ticket}` });
    expect(await late.closed).toMatchObject({ code: 4401 });
    const invented = await openRawSocket(stack.url, { path: `/ws?ticket=${'A'.repeat(43)}` });
    expect(await invented.closed).toMatchObject({ code: 4401 });
  });

  it('is given to nobody who is not signed in', async () => {
    expect((await callApi<Problem>(stack.url, '/auth/socket-ticket', { method: 'POST' })).body).toMatchObject({ status: 401 });
  });
});

describe('logs', () => {
  it('hold no token, ticket or cookie, whichever way it came', async () => {
    const user = await logIn(stack, ada);
    const { ticket } = await mustCallApi<SocketTicket>(stack.url, '/auth/socket-ticket', { method: 'POST', token: user.accessToken });
    for (const path of [`/ws?token=${user.accessToken}`, `/ws?ticket=${ticket}`]) {
      const socket = await openRawSocket(stack.url, { path });
      await socket.receive('ready');
      socket.close();
    }
    const canary = `canary-${randomUUID()}`;
    const bad = await openRawSocket(stack.url, { path: `/ws?token=${canary}` });
    await bad.closed;
    await ask(`/api/v1/auth/availability?email=${canary}@example.org&token=${canary}`);
    await ask(`/api/v1/nowhere?ticket=${canary}`);
    await ask('/api/v1/users/me', { authorization: `Bearer ${canary}`, cookie: `parley_refresh=${canary}` });
    const logs = await Promise.all((['gateway', 'auth', 'rooms', 'messages', 'presence'] as const).map((name) => stack.logs(name)));
    for (const secret of [canary, user.accessToken, user.refreshToken, ticket]) for (const log of logs) expect(log).not.toContain(secret);
  });
});

describe('a session', () => {
  it('is seen with each request of its own, at any service, without a refresh', async () => {
    const [watcher, watched] = [await logIn(stack, ada), await logIn(stack, ada)];
    const list = async () => (await mustCallApi<SessionList>(stack.url, '/auth/sessions', { token: watcher.accessToken })).items;
    const started = (await list()).find(({ current }) => !current);
    await delay(1_500);
    const before = Date.now();
    await mustCallApi(stack.url, '/rooms', { token: watched.accessToken });
    const seen = await eventually(
      'the request shows in the list',
      async () => (await list()).find(({ id, last_seen_at }) => id === started?.id && Date.parse(last_seen_at) >= before - 1_000),
      25_000,
    );
    expect(Date.parse(seen.last_seen_at)).toBeGreaterThan(Date.parse(seen.created_at));
    expect(seen.device).toBe('node');
  });
});
