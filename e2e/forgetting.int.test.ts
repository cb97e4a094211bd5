import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import {
  type AuditList,
  exportLineSchema,
  type History,
  type MemberList,
  type Problem,
  type PublicProfile,
  type RoomDetails,
  type RoomList,
} from '@parley/contracts';
import {
  callApi,
  createGroup,
  createRoom,
  eventually,
  logIn,
  mustCallApi,
  registerUser,
  type Stack,
  sendMessage,
  startStack,
  type TestUser,
  testPassword,
} from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministrator } from './src/administrators.ts';
import { dumpDatabases } from './src/dump-databases.ts';
import { parleyCommand, parleyRebuild } from './src/parley-command.ts';
import { enter } from './src/raw-socket.ts';

let stack: Stack;
let root: TestUser;
let grace: TestUser;
let linus: TestUser;

beforeAll(async () => {
  stack = await startStack({ gateways: 2 });
  root = await createAdministrator(stack, 'root_admin');
  [grace, linus] = await Promise.all([registerUser(stack, 'grace'), registerUser(stack, 'linus')]);
});
afterAll(() => stack.stop());

const gateway = (index: number) => stack.gatewayUrls[index] ?? '';
const get = <Body>(user: TestUser, path: string) => mustCallApi<Body>(stack.url, path, { token: user.accessToken });
const history = (user: TestUser, roomId: string) => get<History>(user, `/rooms/${roomId}/messages?limit=100`);
const deleteMe = (user: TestUser, password = user.password) =>
  callApi<Problem>(stack.url, '/users/me', { method: 'DELETE', token: user.accessToken, body: { password } });

/** Somebody whose names occur nowhere else, so that they can be looked for. */
async function registerTraceable(): Promise<TestUser & { traces: string[] }> {
  const mark = randomUUID().replaceAll('-', '').slice(0, 12);
  const body = {
    email: `mail.${mark}@example.org`,
    username: `name_${mark}`,
    display_name: `Shown ${mark}`,
    password: testPassword,
  };
  await mustCallApi(stack.url, '/auth/register', { body });
  const user = await logIn(stack, body);
  const changes = { bio: `Bio ${mark}`, status_text: `Status ${mark}`, display_name: `Later ${mark}` };
  await mustCallApi(stack.url, '/users/me', { method: 'PATCH', token: user.accessToken, body: changes });
  return { ...user, traces: [mark] };
}

/** All that the broker still has, as it would hand it out. */
async function brokerContents(): Promise<string> {
  const nc = await connect({ servers: stack.nats.url });
  try {
    const jsm = await jetstreamManager(nc);
    const found: string[] = [];
    for (const name of ['AUTH', 'ROOMS', 'MESSAGES']) {
      const { state } = await jsm.streams.info(name);
      for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
        const message = await jsm.streams.getMessage(name, { seq }).catch(() => null);
        if (message) found.push(`${message.subject} ${message.string()}`);
      }
    }
    return found.join('\n');
  } finally {
    await nc.close();
  }
}

/** The broker's own files, byte for byte; none where it runs in a container. */
async function brokerFiles(): Promise<string> {
  const root = join(stack.folder, 'nats', 'data');
  if (!existsSync(root)) return '';
  const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))).join('\n');
}

async function tablesWith(mark: string): Promise<string[]> {
  return [...(await dumpDatabases(stack))].flatMap(([table, rows]) => (rows.includes(mark) ? [table] : []));
}

describe('deleting an account', () => {
  it('needs the password', async () => {
    const ada = await registerUser(stack, 'ada');
    expect((await deleteMe(ada, 'Wrong-Horse-7')).body).toMatchObject({ status: 401, code: 'invalid_credentials' });
    expect((await callApi(stack.url, '/users/me', { method: 'DELETE', body: { password: ada.password } })).status).toBe(401);
    expect((await callApi(stack.url, '/users/me', { token: ada.accessToken })).status).toBe(200);
  });

  it('closes every socket on every gateway within a second, and ends everything that the account could do', async () => {
    const ada = await registerUser(stack, 'ada');
    const sockets = [await enter(gateway(0), ada), await enter(gateway(1), ada)];
    const since = performance.now();
    const closing = sockets.map(async (socket) => ({ ...(await socket.closed), ms: performance.now() - since }));
    expect((await deleteMe(ada)).status).toBe(204);
    for (const { code, reason, ms } of await Promise.all(closing)) {
      expect([code, reason]).toEqual([4409, 'deleted']);
      expect(ms).toBeLessThan(1_000);
    }
    expect((await callApi(gateway(1), '/users/me', { token: ada.accessToken })).status).toBe(401);
    expect((await callApi(stack.url, '/auth/refresh', { body: { refresh_token: ada.refreshToken } })).status).toBe(401);
    const login = { email: ada.email, password: ada.password };
    expect((await callApi<Problem>(stack.url, '/auth/login', { body: login })).body.code).toBe('invalid_credentials');
    expect((await callApi(stack.url, `/users/${ada.username}`, { token: grace.accessToken })).status).toBe(404);
    // Address and name are free again, for another person.
    const again = { ...login, username: ada.username, display_name: 'Somebody else' };
    const other = await mustCallApi<PublicProfile>(stack.url, '/auth/register', { body: again });
    expect(other.id).not.toBe(ada.id);
  });

  it('leaves rooms to others: the longest-serving admin, else member; a room of nobody is deleted; direct rooms stay', async () => {
    const ada = await registerUser(stack, 'ada');
    const withAdmin = await createGroup(stack, ada, [grace, linus], 'With an admin');
    await mustCallApi(stack.url, `/rooms/${withAdmin.id}/members/${linus.id}`, {
      method: 'PATCH',
      token: ada.accessToken,
      body: { role: 'admin' },
    });
    const plain = await createGroup(stack, ada, [grace], 'Without one');
    const slug = `alone-${randomUUID().slice(0, 8)}`;
    await createRoom(stack, ada, { type: 'channel', name: 'Alone', slug });
    const direct = await createRoom(stack, ada, { type: 'direct', member_ids: [grace.id] });
    await sendMessage(stack, ada, { roomId: direct.id, content: 'Good bye' });
    await deleteMe(ada);

    const ownerOf = async (roomId: string) =>
      (await get<MemberList>(grace, `/rooms/${roomId}/members`)).items.find(({ role }) => role === 'owner')?.id;
    await eventually('the admin owns it', async () => ((await ownerOf(withAdmin.id)) === linus.id ? true : undefined));
    await eventually('the member owns it', async () => ((await ownerOf(plain.id)) === grace.id ? true : undefined));
    expect((await get<MemberList>(grace, `/rooms/${plain.id}/members`)).items).toHaveLength(1);
    await eventually('the channel is gone', async () =>
      (await callApi(stack.url, `/channels/${slug}`, { token: grace.accessToken })).status === 404 ? true : undefined,
    );
    const kept = (await get<RoomList>(grace, '/rooms')).items.find(({ id }) => id === direct.id);
    expect(kept?.other_user).toMatchObject({ id: ada.id, username: 'deleted_user', display_name: 'Deleted user', avatar_url: null });
    const { messages } = await eventually('names are forgotten', async () => {
      const page = await history(grace, direct.id);
      return page.messages.every(({ sender }) => sender.display_name !== ada.account.display_name) ? page : undefined;
    });
    expect(messages.find(({ content }) => content === 'Good bye')?.sender).toMatchObject({ id: ada.id, display_name: 'Deleted user' });
    const details = await get<RoomDetails>(grace, `/rooms/${plain.id}`);
    expect(details.role).toBe('owner');
    const adding = { token: grace.accessToken, body: { user_ids: [ada.id] } };
    expect((await callApi<Problem>(stack.url, `/rooms/${plain.id}/members`, adding)).body.code).toBe('user_not_found');
  });

  it('leaves no trace of address or names in any database or in the broker, and everything can be rebuilt', async () => {
    const ada = await registerTraceable();
    const [mark = ''] = ada.traces;
    const group = await createGroup(stack, ada, [grace, linus], 'Engines');
    const socket = await enter(gateway(0), ada);
    const first = await sendMessage(stack, ada, { roomId: group.id, content: 'The first programme' });
    const reply = { client_id: randomUUID(), content: 'Well said', reply_to: first.id };
    await mustCallApi(stack.url, `/rooms/${group.id}/messages`, { token: grace.accessToken, body: reply });
    await mustCallApi(stack.url, `/rooms/${group.id}/read`, { token: ada.accessToken, body: {} });
    await callApi(stack.url, '/auth/password/forgot', { body: { email: ada.email } });
    await mustCallApi(stack.url, '/users/me/status', { token: ada.accessToken, body: { status: 'busy', status_text: `Now ${mark}` } });
    // It is everywhere before, or the search would prove nothing.
    await eventually('the name was published', async () => ((await brokerContents()).includes(mark) ? true : undefined));
    expect(await tablesWith(mark)).toEqual(expect.arrayContaining(['auth.accounts', 'messages.users', 'rooms.users']));

    const files = await brokerFiles();
    expect(files === '' || files.includes(mark)).toBe(true);

    expect((await deleteMe(ada)).status).toBe(204);
    await socket.closed;
    await eventually('the databases have forgotten', async () => ((await tablesWith(mark)).length === 0 ? true : undefined), 20_000);
    await eventually('the broker has forgotten', async () => ((await brokerContents()).includes(mark) ? undefined : true), 40_000);
    expect(await tablesWith(mark)).toEqual([]);
    await eventually('its files as well', async () => ((await brokerFiles()).includes(mark) ? undefined : true), 20_000);
    expect(await brokerContents()).toContain(`evt.auth.${ada.id}.user.deleted`);

    const { messages } = await history(grace, group.id);
    const shown = messages.find(({ content }) => content === 'Well said');
    expect(shown?.reply_to?.sender.display_name).toBe('Deleted user');
    expect(messages.find(({ id }) => id === first.id)).toMatchObject({ content: 'The first programme', sender: { id: ada.id } });
    for (const service of ['auth', 'rooms', 'messages'] as const) {
      const rebuilt = await parleyRebuild(stack, service);
      expect([service, rebuilt.status, JSON.parse(rebuilt.stdout).identical]).toEqual([service, 0, true]);
    }
  });

  it('is done by the command line for somebody, who is in the audit by id alone', async () => {
    const ada = await registerTraceable();
    const socket = await enter(gateway(1), ada);
    expect((await parleyCommand(stack, 'erase-user', ada.email)).status).toBe(4);
    const erased = await parleyCommand(stack, 'erase-user', ada.email, '--yes', '--json');
    expect(JSON.parse(erased.stdout)).toEqual({ user_id: ada.id, erased: true });
    expect(await socket.closed).toMatchObject({ code: 4409 });
    const { items } = await get<AuditList>(root, `/admin/audit?target_id=${ada.id}`);
    expect(items).toEqual([
      expect.objectContaining({ action: 'user.erased', actor_id: 'system', detail: { os_user: expect.any(String) } }),
    ]);
    expect((await parleyCommand(stack, 'erase-user', ada.email, '--yes')).status).toBe(1);
  });
});

describe('the export of one’s own data', () => {
  it('holds account, devices, rooms and messages, ends with a count, and comes once in ten minutes', async () => {
    const ada = await registerUser(stack, 'ada');
    const group = await createGroup(stack, ada, [grace], 'Exported');
    for (let index = 0; index < 205; index++) await sendMessage(stack, ada, { roomId: group.id, content: `Message ${index}` });
    await sendMessage(stack, grace, { roomId: group.id, content: 'Not yours' });
    const response = await callApi<string>(stack.url, '/users/me/export', { token: ada.accessToken });
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="parley-export-\d{4}-\d\d-\d\d\.jsonl"$/);
    const lines = response.body
      .trimEnd()
      .split('\n')
      .map((line) => exportLineSchema.parse(JSON.parse(line)));
    expect(lines[0]).toMatchObject({ type: 'account', data: { id: ada.id, email: ada.email } });
    expect(lines.at(-1)).toEqual({ type: 'end', data: { sessions: 1, memberships: 1, messages: 205 } });
    const contents = lines.flatMap((line) => (line.type === 'message' ? [line.data.content] : []));
    expect(new Set(contents)).toEqual(new Set(Array.from({ length: 205 }, (_, index) => `Message ${index}`)));
    expect(lines.find(({ type }) => type === 'membership')?.data).toMatchObject({ room_id: group.id, role: 'owner' });
    const again = await callApi<Problem>(stack.url, '/users/me/export', { token: ada.accessToken });
    expect(again.body.code).toBe('too_many_requests');
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(500);
    expect((await callApi(stack.url, '/users/me/export')).status).toBe(401);
  });
});
