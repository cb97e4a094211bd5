import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AdminStats, type AdminUser, type AdminUserList, type AuditList, errorStatus, type Problem } from '@parley/contracts';
import { callApi, logIn, mustCallApi, registerUser, type Stack, startStack, type TestUser, testPassword } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministrator } from './src/administrators.ts';
import { parleyCommand } from './src/parley-command.ts';
import { enter, type RawSocket } from './src/raw-socket.ts';

let stack: Stack;
let root: TestUser;

beforeAll(async () => {
  stack = await startStack({ gateways: 2 });
  root = await createAdministrator(stack, 'root_admin');
});
afterAll(() => stack.stop());

const gateway = (index: number) => stack.gatewayUrls[index] ?? '';
const change = (by: TestUser, user: { id: string }, body: object) =>
  callApi<AdminUser & Problem>(stack.url, `/admin/users/${user.id}`, { method: 'PATCH', token: by.accessToken, body });
const audit = async (query: string) =>
  (await mustCallApi<AuditList>(stack.url, `/admin/audit?${query}`, { token: root.accessToken })).items;
const me = async (user: TestUser, index = 0) => (await callApi(gateway(index), '/users/me', { token: user.accessToken })).status;
const tryLogin = (email: string, password: string) => callApi<Problem>(stack.url, '/auth/login', { body: { email, password } });
const refreshed = (user: TestUser) =>
  callApi<{ access_token: string }>(stack.url, '/auth/refresh', { body: { refresh_token: user.refreshToken } });

/** How long after `act` each socket has closed. */
async function closingTimes(sockets: readonly RawSocket[], act: () => Promise<unknown>) {
  const since = performance.now();
  const closing = sockets.map(async (socket) => ({ ...(await socket.closed), ms: performance.now() - since }));
  await act();
  return Promise.all(closing);
}

describe('administrators', () => {
  it('are made by the command line alone, and their token says so', async () => {
    expect(root.account.role).toBe('admin');
    const { items } = await mustCallApi<AdminUserList>(stack.url, '/admin/users?role=admin', { token: root.accessToken });
    expect(items.map(({ id }) => id)).toEqual([root.id]);
    const [entry] = await audit('action=user.created');
    expect(entry).toMatchObject({ actor_id: 'system', target_id: root.id, detail: { role: 'admin', os_user: expect.any(String) } });
  });

  it('are refused a password that is too weak, and none is made up', async () => {
    const file = join(stack.folder, 'weak');
    await writeFile(file, 'Password1');
    const common = ['admin', 'create', '--email', 'weak@example.org', '--username', 'weak_admin'];
    const weak = await parleyCommand(stack, ...common, '--password-file', file);
    expect(weak).toMatchObject({ status: 1, stderr: expect.stringContaining('password') });
    const none = await parleyCommand(stack, ...common);
    expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('--password-file') });
    expect((await callApi(stack.url, '/users/weak_admin', { token: root.accessToken })).status).toBe(404);
  });

  it('are made of people who have an account, whose devices are told to ask for new tokens', async () => {
    const ada = await registerUser(stack, 'ada');
    const socket = await enter(gateway(1), ada);
    const result = await parleyCommand(stack, 'admin', 'create', '--email', ada.email.toUpperCase(), '--json');
    expect(result.status).toBe(0);
    expect(JSON.parse(result.stdout)).toEqual({ user_id: ada.id, created: false });
    expect(await socket.closed).toMatchObject({ code: 4401 });
    expect(await me(ada)).toBe(401);
    const token = (await refreshed(ada)).body.access_token;
    expect((await callApi(stack.url, '/admin/stats', { token })).status).toBe(200);
  });

  it('lose what they could do at once, whatever their tokens say, when the role is taken away', async () => {
    const ada = await createAdministrator(stack, 'short_lived');
    const sockets = [await enter(gateway(0), ada), await enter(gateway(1), ada)];
    const closed = await closingTimes(sockets, () => change(root, ada, { role: 'user' }));
    for (const { code, ms } of closed) {
      expect(code).toBe(4401);
      expect(ms).toBeLessThan(1_000);
    }
    expect(await me(ada)).toBe(401);
    // The session lives on, and with it, once it has refreshed, the token of before: which still says "admin".
    expect((await refreshed(ada)).status).toBe(200);
    expect(await me(ada)).toBe(200);
    const refusal = await callApi<Problem>(stack.url, '/admin/stats', { token: ada.accessToken });
    expect([refusal.status, refusal.body.code]).toEqual([403, 'forbidden']);
    expect((await audit(`target_id=${ada.id}&action=user.role_changed`))[0]).toMatchObject({ actor_id: root.id, detail: { role: 'user' } });
  });

  it('are never all gone', async () => {
    const { items } = await mustCallApi<AdminUserList>(stack.url, '/admin/users?role=admin', { token: root.accessToken });
    for (const other of items.filter(({ id }) => id !== root.id)) await change(root, other, { role: 'user' });
    for (const body of [{ role: 'user' }, { suspended: true }]) {
      expect((await change(root, root, body)).body).toMatchObject({ status: 409, code: 'last_administrator' });
    }
    const own = await callApi<Problem>(stack.url, '/users/me', {
      method: 'DELETE',
      token: root.accessToken,
      body: { password: testPassword },
    });
    expect(own.body.code).toBe('last_administrator');
    const erased = await parleyCommand(stack, 'erase-user', root.username, '--yes', '--json');
    expect(erased.status).toBe(1);
    expect(JSON.parse(erased.stderr)).toMatchObject({ error: { code: 'last_administrator' } });
    expect(await me(root)).toBe(200);
  });

  it('two who demote each other at the same moment leave one', async () => {
    const [one, other] = [await createAdministrator(stack, 'twin_one'), await createAdministrator(stack, 'twin_two')];
    await change(one, root, { role: 'user' });
    const outcomes = await Promise.all([change(one, other, { role: 'user' }), change(other, one, { role: 'user' })]);
    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status !== 200)).toHaveLength(1);
    expect((await parleyCommand(stack, 'admin', 'create', '--email', root.email)).status).toBe(0);
    root = await logIn(stack, root);
  });

  it('alone reach what is theirs: every route, found in the API description', async () => {
    const ada = await registerUser(stack, 'ada');
    const response = await fetch(`${stack.url}/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      path.startsWith('/api/v1/admin/') ? Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })) : [],
    );
    expect(routes.length).toBeGreaterThanOrEqual(4);
    for (const { method, path } of routes) {
      const url = path.replace('/api/v1', '').replace(/\{\w+\}/g, ada.id);
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: { role: 'admin', suspended: false } };
      expect([method, path, (await callApi(stack.url, url, { method, ...body })).status]).toEqual([method, path, 401]);
      const refused = await callApi<Problem>(stack.url, url, { method, token: ada.accessToken, ...body });
      expect([method, path, refused.status, refused.body.code]).toEqual([method, path, errorStatus.forbidden, 'forbidden']);
    }
    expect((await mustCallApi<{ role: string }>(stack.url, '/users/me', { token: ada.accessToken })).role).toBe('user');
  });
});

describe('somebody suspended', () => {
  it('is out everywhere within a second, is told so only after the right password, and comes back when restored', async () => {
    const mallory = await registerUser(stack, 'mallory');
    const sockets = [await enter(gateway(0), mallory), await enter(gateway(1), mallory)];
    const closed = await closingTimes(sockets, async () => {
      expect((await change(root, mallory, { suspended: true })).body).toMatchObject({ suspended_at: expect.any(String), session_count: 0 });
    });
    for (const { code, reason, ms } of closed) {
      expect([code, reason]).toEqual([4409, 'suspended']);
      expect(ms).toBeLessThan(1_000);
    }
    expect([await me(mallory, 0), await me(mallory, 1), (await refreshed(mallory)).status]).toEqual([401, 401, 401]);
    expect((await tryLogin(mallory.email, 'Wrong-Horse-7')).body.code).toBe('invalid_credentials');
    expect((await tryLogin(mallory.email, mallory.password)).body).toMatchObject({ status: 403, code: 'account_suspended' });

    expect((await change(root, mallory, { suspended: false })).body.suspended_at).toBe(null);
    expect(await me(await logIn(stack, mallory))).toBe(200);
    const acts = await audit(`target_id=${mallory.id}`);
    expect(acts.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ['user.restored', root.id],
      ['user.suspended', root.id],
    ]);
  });

  it('is suspended and restored by the command line as well, with the same effect', async () => {
    const mallory = await registerUser(stack, 'mallory');
    const socket = await enter(gateway(1), mallory);
    expect(await parleyCommand(stack, 'user', 'suspend', mallory.username)).toMatchObject({ status: 0 });
    expect(await socket.closed).toMatchObject({ code: 4409, reason: 'suspended' });
    expect((await tryLogin(mallory.email, mallory.password)).status).toBe(403);
    const listed = await parleyCommand(stack, 'user', 'list', '--suspended', '--json');
    expect(JSON.parse(listed.stdout).items.map(({ id }: AdminUser) => id)).toEqual([mallory.id]);
    expect((await parleyCommand(stack, 'user', 'restore', mallory.email)).status).toBe(0);
    expect((await tryLogin(mallory.email, mallory.password)).status).toBe(200);
    expect((await audit(`target_id=${mallory.id}`)).map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ['user.restored', 'system'],
      ['user.suspended', 'system'],
    ]);
  });

  it('has never more than one act written down for one change', async () => {
    const mallory = await registerUser(stack, 'mallory');
    await Promise.all(Array.from({ length: 5 }, () => change(root, mallory, { suspended: true })));
    expect(await audit(`target_id=${mallory.id}`)).toHaveLength(1);
  });
});

describe('the command line', () => {
  it('ends one session, or all of a person', async () => {
    const ada = await registerUser(stack, 'ada');
    const second = await logIn(stack, ada);
    const { items } = await mustCallApi<{ items: Array<{ id: string; current: boolean }> }>(stack.url, '/auth/sessions', {
      token: second.accessToken,
    });
    const first = items.find(({ current }) => !current)?.id ?? '';
    expect((await parleyCommand(stack, 'session', 'revoke', first)).status).toBe(0);
    expect([await me(ada), await me(second)]).toEqual([401, 200]);
    const socket = await enter(stack.url, second);
    const all = await parleyCommand(stack, 'session', 'revoke', ada.username, '--json');
    expect(JSON.parse(all.stdout).session_ids).toHaveLength(1);
    expect(await socket.closed).toMatchObject({ code: 4409 });
    expect((await audit(`target_id=${ada.id}`)).map(({ action }) => action)).toEqual(['sessions.revoked', 'sessions.revoked']);
  });

  it('takes second factors away and ends every session', async () => {
    const ada = await registerUser(stack, 'ada');
    const reset = await parleyCommand(stack, 'user', 'reset-mfa', ada.username, '--json');
    expect(JSON.parse(reset.stdout)).toEqual({ user_id: ada.id, factors_removed: 0 });
    expect(await me(ada)).toBe(401);
  });

  it('says what it does not understand (2), what it cannot do (1), and how it is meant', async () => {
    expect((await parleyCommand(stack, 'user', 'promote', 'ada')).status).toBe(2);
    expect((await parleyCommand(stack, 'user', 'suspend')).status).toBe(2);
    expect((await parleyCommand(stack, 'user', 'list', '--limit', 'many')).status).toBe(2);
    const nobody = await parleyCommand(stack, 'user', 'suspend', 'nobody_like_that');
    expect(nobody).toMatchObject({ status: 1, stderr: 'Nobody is called nobody_like_that.\n' });
    expect((await parleyCommand(stack, 'erase-user', root.username)).stderr).toContain('--yes');
    for (const command of ['admin', 'user', 'session', 'erase-user']) {
      expect(await parleyCommand(stack, command, '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage:') });
    }
  });
});

describe('what administrators see', () => {
  it('people: paged, by text, role, standing and age, with address, sessions and last seen', async () => {
    const mark = randomUUID().slice(0, 8);
    const people = [];
    for (let index = 0; index < 5; index++) people.push(await registerUser(stack, `seen_${mark}`));
    await change(root, people[0] as TestUser, { suspended: true });
    const list = (query: string) => mustCallApi<AdminUserList>(stack.url, `/admin/users?${query}`, { token: root.accessToken });
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(`q=SEEN_${mark}&limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      if (!page.has_more) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual(people.map(({ id }) => id).reverse());
    expect((await list(`q=${mark}&suspended=true`)).items).toHaveLength(1);
    expect((await list(`q=${mark}&suspended=false&role=user`)).items).toHaveLength(4);
    expect((await list(`q=${mark}&created_before=2026-01-01T00:00:00.000Z`)).items).toEqual([]);
    expect((await list(`q=${people[1]?.email}`)).items).toEqual([
      expect.objectContaining({ id: people[1]?.id, email: people[1]?.email, session_count: 1, last_seen_at: expect.any(String) }),
    ]);
    const nonsense = await callApi<Problem>(stack.url, '/admin/users?cursor=nonsense', { token: root.accessToken });
    expect(nonsense.body.code).toBe('validation_failed');
    const [look] = await audit('action=users.listed&limit=1');
    expect(look?.actor_id).toBe(root.id);
    expect(JSON.stringify(await audit('action=users.listed'))).not.toContain(mark);
  });

  it('the audit: dense, page by page, by actor and time', async () => {
    const first = await mustCallApi<AuditList>(stack.url, '/admin/audit?limit=3', { token: root.accessToken });
    const rest = await mustCallApi<AuditList>(stack.url, `/admin/audit?limit=3&cursor=${first.next_cursor}`, { token: root.accessToken });
    const seqs = [...first.items, ...rest.items].map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 6 }, (_, index) => (seqs[0] ?? 0) - index));
    expect((await audit('actor_id=system')).every(({ actor_id }) => actor_id === 'system')).toBe(true);
    expect(await audit('since=2100-01-01T00:00:00.000Z')).toEqual([]);
  });

  it('numbers of every service', async () => {
    const stats = await mustCallApi<AdminStats>(stack.url, '/admin/stats', { token: root.accessToken });
    expect(stats.services).toMatchObject({
      auth: { accounts: expect.any(Number), administrators: 2, suspended: expect.any(Number), sessions: expect.any(Number) },
      rooms: { rooms: expect.any(Number) },
      messages: { log_entries: expect.any(Number) },
      presence: { people_online: expect.any(Number) },
    });
  });
});
