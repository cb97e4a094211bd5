import type { Account, LoginResult, Tokens } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { ParleyError } from '../errors.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { me } from '../testing/samples.ts';
import { createParley, type ParleyOptions } from './parley.ts';

const account: Account = {
  ...me,
  bio: null,
  status_text: null,
  created_at: '2026-11-20T12:00:00.000Z',
  email: 'ada@example.org',
  email_verified: true,
  role: 'user',
  is_online: true,
  last_seen_at: null,
};
const token = (sub: string, number: number) => `x.${btoa(JSON.stringify({ sub, number }))}.x`;
const tokens = (number: number, sub = 'me'): Tokens => ({
  access_token: token(sub, number),
  refresh_token: `refresh-${number}`,
  token_type: 'bearer',
  expires_in: 1_800,
});

type Call = { method: string; path: string; token: string | null; body: unknown; idempotencyKey?: string | null };
type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

/** A server that answers by path. */
function start(answer: (call: Call) => Reply | Promise<Reply>, options: Partial<ParleyOptions> = {}) {
  const calls: Call[] = [];
  const clock = manualClock();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input));
    const headers = new Headers(init?.headers);
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    const call = {
      method: init?.method ?? 'GET',
      path: pathname.replace('/api/v1', '') + search,
      token: headers.get('authorization'),
      body,
    };
    calls.push(call);
    const reply = await answer(call);
    return new Response(reply.body === undefined ? null : JSON.stringify(reply.body), {
      status: reply.status,
      headers: reply.headers ?? {},
    });
  };
  const parley = createParley({ url: 'http://parley.test/', fetch, clock, ...options });
  return { parley, calls, clock };
}
const loginResult: LoginResult = { ...tokens(1), user: account };
const problem = (status: number, code: string, more = {}): Reply => ({ status, body: { type: 'x', title: 'X', status, code, ...more } });

/** Login, refresh and one resource that wants the newest token. */
function service(number = { current: 1 }) {
  return ({ path, token: sent }: Call): Reply => {
    if (path === '/auth/login') return { status: 200, body: loginResult };
    if (path === '/auth/refresh') {
      number.current += 1;
      return { status: 200, body: tokens(number.current) };
    }
    return sent === `Bearer ${token('me', number.current)}` ? { status: 200, body: account } : problem(401, 'token_expired');
  };
}

describe('a network that swallows answers', () => {
  /** Takes the request, and is never heard of again. */
  const silence = () => new Promise<never>(() => undefined);

  function startSilent(silent: (call: Call, nth: number) => boolean) {
    let nth = 0;
    const answer = service();
    const clock = manualClock();
    const calls: Call[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
      const token = new Headers(init?.headers).get('authorization');
      const idempotencyKey = new Headers(init?.headers).get('idempotency-key');
      const path = new URL(String(input)).pathname.replace('/api/v1', '');
      const call = { method: init?.method ?? 'GET', path, token, body, idempotencyKey };
      calls.push(call);
      nth += 1;
      const { status, body: reply } = answer(call);
      const ended = new Promise<never>((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
      if (silent(call, nth)) return Promise.race([silence(), ended]);
      return new Response(JSON.stringify(reply), { status });
    };
    return { parley: createParley({ url: 'http://parley.test/', fetch, clock }), calls, clock };
  }

  it('is given up on after 30 s', async () => {
    const { parley, clock } = startSilent(({ path }) => path === '/auth/login');
    const login = parley.auth.login({ email: 'ada@example.org', password: 'Correct-Horse-7' });
    const failed = expect(login).rejects.toMatchObject({ code: 'unavailable', status: 0, message: 'the server did not answer in time' });
    await clock.advance(30_000);
    await failed;
  });

  it('is asked for the same refresh again in time: once, with the same token', async () => {
    // Without it a lost answer was waited for until the server took the next try for a thief's, and ended the session.
    const { parley, calls, clock } = startSilent(({ path }, nth) => path === '/auth/refresh' && nth === 2);
    await parley.auth.login({ email: 'ada@example.org', password: 'Correct-Horse-7' });
    const refreshed = parley.session.refresh();
    await clock.advance(4_000);
    await refreshed;
    const asked = calls.filter(({ path }) => path === '/auth/refresh');
    expect(asked.map(({ body }) => body)).toEqual([{ refresh_token: 'refresh-1' }, { refresh_token: 'refresh-1' }]);
    expect(parley.session.state.getSnapshot().status).toBe('signed_in');
  });

  it('is asked under the same name until it has answered, and then under another', async () => {
    // The token may have been replaced with the first of them: nobody but the server knows, and by the name it knows who asks again.
    const { parley, calls, clock } = startSilent(({ path }, nth) => path === '/auth/refresh' && nth <= 3);
    await parley.auth.login({ email: 'ada@example.org', password: 'Correct-Horse-7' });
    const failed = expect(parley.session.refresh()).rejects.toMatchObject({ code: 'unavailable' });
    await clock.advance(4_000);
    await clock.advance(4_000);
    await failed;
    await clock.advance(600_000);
    await parley.session.refresh();
    await parley.session.refresh();
    const names = calls.filter(({ path }) => path === '/auth/refresh').map(({ idempotencyKey }) => idempotencyKey);
    expect(names).toHaveLength(4);
    expect(new Set(names.slice(0, 3)).size).toBe(1);
    expect(names[3]).not.toBe(names[0]);
    expect(names.every((name) => name && name.length >= 32)).toBe(true);
  });
});

describe('errors', () => {
  it('carry the code, the fields at fault and the time to wait', async () => {
    const { parley } = start(() => ({
      ...problem(429, 'too_many_requests', { errors: [{ path: 'body.email', message: 'no' }, 'odd'] }),
      headers: { 'retry-after': '7' },
    }));
    const error = await parley.auth.login({ email: 'a', password: 'b' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ParleyError);
    expect(error).toMatchObject({
      code: 'too_many_requests',
      status: 429,
      retryAfterMs: 7_000,
      errors: [{ path: 'body.email', message: 'no' }],
    });
  });

  it('of a proxy that knows no problem documents are understood by status', async () => {
    const { parley } = start(() => ({ status: 502, body: 'Bad gateway' }));
    await expect(parley.auth.login({ email: 'a', password: 'b' })).rejects.toMatchObject({ code: 'unavailable', status: 502 });
  });

  it('of the network are unavailable', async () => {
    const { parley } = start(() => Promise.reject(new TypeError('fetch failed')));
    await expect(parley.auth.login({ email: 'a', password: 'b' })).rejects.toMatchObject({ code: 'unavailable', status: 0 });
  });
});

describe('the session', () => {
  it('sends the token of the login', async () => {
    const { parley, calls } = start(service());
    await parley.auth.login({ email: 'a', password: 'b' });
    await parley.users.me();
    expect(calls.at(-1)?.token).toBe(`Bearer ${token('me', 1)}`);
    expect(parley.session.state.getSnapshot()).toEqual({ status: 'signed_in', user: account });
  });

  it('renews once for many requests that meet an expired token', async () => {
    const number = { current: 1 };
    const { parley, calls } = start(service(number));
    await parley.auth.login({ email: 'a', password: 'b' });
    number.current = 2;
    await Promise.all(Array.from({ length: 5 }, () => parley.users.me()));
    expect(calls.filter(({ path }) => path === '/auth/refresh')).toHaveLength(1);
    expect(calls.filter(({ path }) => path === '/users/me')).toHaveLength(10);
  });

  it('renews before a token ends, with the rotated refresh token', async () => {
    const { parley, calls, clock } = start(service());
    await parley.auth.login({ email: 'a', password: 'b' });
    await clock.advance(1_800_000 - 30_000);
    await parley.users.me();
    await clock.advance(1_800_000 - 30_000);
    await parley.users.me();
    expect(calls.filter(({ path }) => path === '/auth/refresh').map(({ body }) => body)).toEqual([
      { refresh_token: 'refresh-1' },
      { refresh_token: 'refresh-2' },
    ]);
  });

  it('ends when the server says that it is over, not when the server is away', async () => {
    let away = true;
    const { parley } = start(({ path }) => {
      if (path === '/auth/login') return { status: 200, body: loginResult };
      return away ? { status: 503 } : problem(401, path === '/auth/refresh' ? 'refresh_token_invalid' : 'token_expired');
    });
    await parley.auth.login({ email: 'a', password: 'b' });
    await expect(parley.session.refresh()).rejects.toMatchObject({ code: 'unavailable' });
    expect(parley.session.state.getSnapshot().status).toBe('signed_in');
    away = false;
    await expect(parley.users.me()).rejects.toMatchObject({ code: 'refresh_token_invalid' });
    expect(parley.session.state.getSnapshot()).toEqual({ status: 'signed_out', ended: true });
  });

  it('is restored from the cookie, and is nobody without one', async () => {
    const { parley, calls } = start(service({ current: 4 }), { keep: 'cookie' });
    expect(await parley.auth.restore()).toEqual(account);
    expect(calls[0]).toMatchObject({ path: '/auth/refresh', body: {} });
    const stranger = start(() => problem(401, 'refresh_token_invalid'), { keep: 'cookie' });
    expect(await stranger.parley.auth.restore()).toBeNull();
    expect(stranger.parley.session.state.getSnapshot().status).toBe('signed_out');
  });

  it('does not go on as somebody else who signed in in another tab', async () => {
    const { parley } = start(
      ({ path }) => (path === '/auth/login' ? { status: 200, body: { ...loginResult } } : { status: 200, body: tokens(2, 'another') }),
      { keep: 'cookie' },
    );
    await parley.auth.login({ email: 'a', password: 'b' });
    await expect(parley.session.refresh()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(parley.session.state.getSnapshot().status).toBe('signed_out');
  });

  it('is forgotten on logout even when the server is away', async () => {
    const { parley } = start(({ path }) => (path === '/auth/login' ? { status: 200, body: loginResult } : { status: 503 }));
    await parley.auth.login({ email: 'a', password: 'b' });
    await parley.auth.logout().catch(() => undefined);
    expect(parley.session.state.getSnapshot()).toEqual({ status: 'signed_out', ended: false });
    await expect(parley.users.me()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('takes refreshes of several tabs in turn', async () => {
    const order: string[] = [];
    let last: Promise<unknown> = Promise.resolve();
    const exclusively = <T>(run: () => Promise<T>) => {
      const mine = last.then(run);
      last = mine.catch(() => undefined);
      return mine;
    };
    const slow = async ({ path }: Call): Promise<Reply> => {
      order.push(`start ${path}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push('end');
      return { status: 200, body: tokens(order.length) };
    };
    const tabs = [start(slow, { keep: 'cookie', exclusively }), start(slow, { keep: 'cookie', exclusively })];
    await Promise.all(tabs.map(({ parley }) => parley.session.refresh()));
    expect(order).toEqual(['start /auth/refresh', 'end', 'start /auth/refresh', 'end']);
  });
});

describe('devices and passwords', () => {
  const id = '0199f3a0-0000-7000-8000-0000000000d1';
  const body = { email: 'ada@example.org' };
  const reset = { token: 'from-the-mail', password: 'Correct-Horse-8' };
  const change = { current_password: 'Correct-Horse-7', new_password: 'Correct-Horse-8' };

  it('go where the API has them, signed in', async () => {
    const { parley, calls } = start(({ path }) => (path === '/auth/login' ? { status: 200, body: loginResult } : { status: 204 }));
    await parley.auth.login({ email: 'a', password: 'b' });
    await parley.auth.sessions();
    await parley.auth.endSession(id);
    await parley.auth.changePassword(change);
    const bearer = `Bearer ${token('me', 1)}`;
    expect(calls.slice(1)).toEqual([
      { method: 'GET', path: '/auth/sessions', token: bearer, body: undefined },
      { method: 'DELETE', path: `/auth/sessions/${id}`, token: bearer, body: undefined },
      { method: 'POST', path: '/auth/password/change', token: bearer, body: change },
    ]);
    expect(parley.session.state.getSnapshot().status).toBe('signed_in');
  });

  it('are reset without being signed in', async () => {
    const { parley, calls } = start(() => ({ status: 202 }));
    await parley.auth.forgotPassword(body);
    await parley.auth.resetPassword(reset);
    expect(calls).toEqual([
      { method: 'POST', path: '/auth/password/forgot', token: null, body },
      { method: 'POST', path: '/auth/password/reset', token: null, body: reset },
    ]);
  });

  it('keep the session when the current password is wrong, without asking for new tokens', async () => {
    const { parley, calls } = start(({ path }) =>
      path === '/auth/login' ? { status: 200, body: loginResult } : problem(401, 'invalid_credentials'),
    );
    await parley.auth.login({ email: 'a', password: 'b' });
    await expect(parley.auth.changePassword(change)).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(calls.map(({ path }) => path)).toEqual(['/auth/login', '/auth/password/change']);
    expect(parley.session.state.getSnapshot().status).toBe('signed_in');
  });

  it('are signed out everywhere only when the server said so', async () => {
    let away = true;
    const { parley } = start(({ path }) => (path === '/auth/login' ? { status: 200, body: loginResult } : { status: away ? 503 : 204 }));
    await parley.auth.login({ email: 'a', password: 'b' });
    await expect(parley.auth.logoutAll()).rejects.toMatchObject({ code: 'unavailable' });
    expect(parley.session.state.getSnapshot().status).toBe('signed_in');
    away = false;
    await parley.auth.logoutAll();
    expect(parley.session.state.getSnapshot()).toEqual({ status: 'signed_out', ended: false });
  });
});

describe('rooms and invitations', () => {
  it('go where the API has them', async () => {
    const { parley, calls } = start(({ path }) => (path === '/auth/login' ? { status: 200, body: loginResult } : { status: 204 }));
    await parley.auth.login({ email: 'a', password: 'b' });
    const until = '2099-01-01T00:00:00.000Z';
    await parley.rooms.update('room', { slow_mode_seconds: 5, history_visibility: 'joined' });
    await parley.rooms.mute('room');
    await parley.rooms.mute('room', until);
    await parley.rooms.unmute('room');
    await parley.rooms.members('room', { q: 'ada', limit: 5 });
    await parley.invites.create('room', { max_uses: 1 });
    await parley.invites.list('room');
    await parley.invites.preview('a-code');
    await parley.invites.accept('a-code');
    await parley.invites.revoke('a-code');
    await parley.adminRooms.list({ type: 'group', q: 'engine', limit: 10 });
    await parley.adminRooms.delete('room');
    expect(calls.slice(1).map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/rooms/room', { slow_mode_seconds: 5, history_visibility: 'joined' }],
      ['PUT', '/rooms/room/mute', { muted: true }],
      ['PUT', '/rooms/room/mute', { muted: true, until }],
      ['PUT', '/rooms/room/mute', { muted: false }],
      ['GET', '/rooms/room/members?q=ada&limit=5', undefined],
      ['POST', '/rooms/room/invites', { max_uses: 1 }],
      ['GET', '/rooms/room/invites', undefined],
      ['GET', '/invites/a-code', undefined],
      ['POST', '/invites/a-code', undefined],
      ['DELETE', '/invites/a-code', undefined],
      ['GET', '/admin/rooms?type=group&q=engine&limit=10', undefined],
      ['DELETE', '/admin/rooms/room', undefined],
    ]);
  });
});
