import type { Account, AuditList, Directory, LoginResult } from '@parley/contracts';
import { type Administration, connectNats, createAdministration, type Nats } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAccountCommand } from '../command-line/run-account-command.ts';
import { rebuildAuth } from '../rebuild-auth.ts';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { testPeople } from '../test-person.ts';

describe('administration', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let nats: Nats;
  let administration: Administration;
  let root: Account;
  let token: string;

  beforeAll(async () => {
    auth = await startTestAuth();
    people = testPeople(auth);
    nats = await connectNats({ url: auth.nats.url, name: 'neighbour', log: createLogger({ service: 'test', level: 'silent' }) });
    administration = createAdministration(nats);
    root = await people.register();
    expect(await command('admin', 'create', '--email', root.email)).toBe(0);
    token = (await people.tokens(root.email)).access_token;
  });
  afterAll(async () => {
    await nats.close();
    await auth.stop();
  });

  const command = (...words: string[]) =>
    runAccountCommand([...words, '--json'], {
      PORT: '0',
      DATABASE_URL: auth.database.url,
      NATS_URL: auth.nats.url,
      REDIS_URL: auth.redis.url,
      PARLEY_BCRYPT_ROUNDS: '4',
    });
  const get = async <Body>(path: string, as = token) => (await people.call(path, { method: 'GET', token: as })).json<Body>();
  const patch = (id: string, body: object) =>
    auth.app.inject({ method: 'PATCH', url: `/api/v1/admin/users/${id}`, headers: { authorization: `Bearer ${token}` }, payload: body });

  it('tells other services at the source who is an administrator, also when that has just changed', async () => {
    const ada = await people.register();
    expect(await administration.isAdministrator(root.id)).toBe(true);
    expect(await administration.isAdministrator(ada.id)).toBe(false);
    expect((await patch(ada.id, { role: 'admin' })).statusCode).toBe(200);
    expect(await administration.isAdministrator(ada.id)).toBe(true);
    expect((await patch(ada.id, { suspended: true })).statusCode).toBe(200);
    expect(await administration.isAdministrator(ada.id)).toBe(false);
  });

  it('writes down what administrators do in other services, and lets nobody else act', async () => {
    const ada = await people.register();
    const act = { action: 'room.viewed', target_type: 'room', target_id: 'r1', detail: { reason: 'report' } } as const;
    await administration.recordAct({ ...act, actor_id: root.id });
    await expect(administration.recordAct({ ...act, actor_id: ada.id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(administration.recordAct({ ...act, actor_id: root.id, action: 'Not an action' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    const { items } = await get<AuditList>('/admin/audit?target_type=room');
    expect(items).toEqual([expect.objectContaining({ ...act, actor_id: root.id })]);
  });

  it('writes many acts at once, each once and without a hole', async () => {
    const act = { actor_id: root.id, action: 'message.viewed', target_type: 'message', detail: {} } as const;
    await Promise.all(Array.from({ length: 30 }, (_, index) => administration.recordAct({ ...act, target_id: `m${index}` })));
    const { items } = await get<AuditList>('/admin/audit?action=message.viewed&limit=100');
    expect(new Set(items.map(({ target_id }) => target_id)).size).toBe(30);
    const seqs = (await get<AuditList>('/admin/audit?limit=100')).items.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => seqs.length - index));
  });

  it('is remembered by events that nobody can change, and built from them again', async () => {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    await expect(client.query(`delete from events where type = 'AdministratorActed'`)).rejects.toThrow(/permission denied/);
    await client.end();
    const log = createLogger({ service: 'test', level: 'silent' });
    expect(await rebuildAuth({ ownerUrl: auth.database.ownerUrl, swap: false, log })).toMatchObject({ identical: true });
  });

  it('refuses a token that says "user", and a session of a suspended administrator, whatever is asked', async () => {
    const ada = await people.register();
    const { access_token } = await people.tokens(ada.email);
    for (const path of ['/admin/users', '/admin/audit', '/admin/stats']) {
      expect(await get(path, access_token)).toMatchObject({ status: 403, code: 'forbidden' });
      expect(await get(path, 'x')).toMatchObject({ status: 401 });
    }
    expect((await patch('0199f3a0-0000-7000-8000-0000000000ff', { role: 'admin' })).json()).toMatchObject({ code: 'user_not_found' });
    expect((await patch(ada.id, {})).json()).toMatchObject({ code: 'validation_failed' });
  });

  it('lets nobody in who is suspended while the password is being checked', async () => {
    const mallory = await people.register();
    const [changed, ...logins] = await Promise.all([
      patch(mallory.id, { suspended: true }),
      ...Array.from({ length: 6 }, () => people.login(mallory.email)),
    ]);
    expect(changed.statusCode).toBe(200);
    for (const login of logins) {
      expect([200, 403]).toContain(login.statusCode);
      if (login.statusCode === 200) expect(await people.me(login.json<LoginResult>().access_token)).toBe(401);
    }
  });

  it('shows everybody a directory, page by page, by beginning, without those who are suspended', async () => {
    const ada = await people.register();
    const { access_token } = await people.tokens(ada.email);
    const names: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await get<Directory>(`/users?limit=2${cursor}`, access_token);
      names.push(...page.items.map(({ username }) => username));
      if (!page.has_more) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toContain(ada.username);
    await patch(ada.id, { suspended: true });
    expect((await get<Directory>(`/users?q=${ada.username.toUpperCase()}`)).items).toEqual([]);
    const [first] = (await get<Directory>(`/users?q=${root.username}`)).items;
    expect(Object.keys(first ?? {}).sort()).toEqual(['avatar_url', 'display_name', 'id', 'username']);
    expect(await get('/users', 'x')).toMatchObject({ status: 401 });
  });
});
