import { randomBytes, randomUUID } from 'node:crypto';
import { callApi, createRoom, eventually, logIn, mustCallApi, registerUser, type Stack, sendMessage, type TestUser } from '@parley/testing';
import { pictureForm } from './matrix/media-fixtures.ts';
import { enter, openRawSocket } from './raw-socket.ts';

/** What must not be found anywhere afterwards, by what it is. */
export type Canaries = Map<string, string>;

const word = (kind: string) => `canary${kind}${randomBytes(6).toString('hex')}`;

/** Everything a person says, is called or proves themselves with, in real traffic: where all goes well, and where it is refused. */
export async function plantCanaries(stack: Stack): Promise<{ canaries: Canaries; ada: TestUser; roomId: string }> {
  const canaries: Canaries = new Map();
  const plant = (kind: string, value = word(kind)) => {
    canaries.set(kind, value);
    return value;
  };
  const ada = await register(stack, plant);
  const roomId = await talk(stack, ada, plant);
  await misbehave(stack, ada, roomId, plant);
  return { canaries, ada, roomId };
}

type Plant = (kind: string, value?: string) => string;

async function register(stack: Stack, plant: Plant): Promise<TestUser> {
  const username = plant('username', `cn_${randomBytes(6).toString('hex')}`);
  const email = `${plant('email')}@example.org`;
  const password = `${plant('password')}-X7`;
  await mustCallApi(stack.url, '/auth/register', { body: { email, username, display_name: plant('display'), password } });
  const ada = await logIn(stack, { email, password });
  plant('access token', ada.accessToken);
  plant('refresh token', ada.refreshToken);
  await callApi(stack.url, '/auth/login', { body: { email, password: plant('wrongpassword') } });
  await callApi(stack.url, '/auth/login', { body: { email: plant('nobody'), password: 'x', [plant('member')]: plant('value') } });
  await callApi(stack.url, '/auth/register', {
    body: { email, username: plant('badname', `${word('badname')}!!`), display_name: 'x', password: '1' },
  });
  await callApi(stack.url, '/auth/refresh', { body: { refresh_token: plant('badrefresh') } });
  await callApi(stack.url, '/auth/reset', { body: { token: plant('resettoken'), password } });
  await callApi(stack.url, '/auth/verify-email', { body: { token: plant('mailtoken') } });
  await callApi(stack.url, '/users/me', { token: plant('badaccess') });
  return ada;
}

async function talk(stack: Stack, ada: TestUser, plant: Plant): Promise<string> {
  const { id: roomId } = await createRoom(stack, ada, { type: 'group', name: plant('roomname'), member_ids: [] });
  await sendMessage(stack, ada, { roomId, content: plant('content') });
  await tellSomebody(stack, ada, plant);
  const socket = await enter(stack.url, ada);
  await socket.command('room.sync', { room_id: roomId, after: 0 });
  const sent = await socket.command('message.send', { room_id: roomId, client_id: randomUUID(), content: plant('frame') });
  await socket.command('message.edit', { room_id: roomId, message_id: Object(sent).id, content: plant('edited') });
  await socket.command('presence.set', { status: 'busy', status_text: plant('statustext') });
  socket.close();
  const byQuery = await openRawSocket(stack.url, { path: `/ws?token=${ada.accessToken}` });
  await byQuery.receive('ready');
  byQuery.close();
  await callApi(stack.url, `/messages/search?q=${plant('search')}`, { token: ada.accessToken });
  await callApi(stack.url, `/users?q=${plant('people')}`, { token: ada.accessToken });
  const { code } = await mustCallApi<{ code: string }>(stack.url, `/rooms/${roomId}/invites`, { token: ada.accessToken, body: {} });
  plant('invite code', code);
  await callApi(stack.url, `/invites/${code}`, { token: ada.accessToken });
  const form = pictureForm();
  form.set('file', form.get('file') as File, `${plant('filename')}.png`);
  await fetch(`${stack.url}/api/v1/media`, { method: 'POST', headers: { authorization: `Bearer ${ada.accessToken}` }, body: form });
  return roomId;
}

async function tellSomebody(stack: Stack, ada: TestUser, plant: Plant): Promise<void> {
  const bob = await registerUser(stack, 'bob');
  plant('the other’s name', bob.username);
  const direct = await createRoom(stack, ada, { type: 'direct', member_ids: [bob.id] });
  await sendMessage(stack, ada, { roomId: direct.id, content: plant('direct') });
  const told = () => mustCallApi<{ items: unknown[] }>(stack.url, '/notifications', { token: bob.accessToken });
  await eventually('there is a notification', async () => (await told()).items.length > 0 || undefined, 20_000);
}

async function misbehave(stack: Stack, ada: TestUser, roomId: string, plant: Plant): Promise<void> {
  const as = { token: ada.accessToken };
  const messages = `/rooms/${roomId}/messages`;
  await callApi(stack.url, messages, { ...as, body: { client_id: plant('badid'), content: plant('toolong').repeat(500) } });
  await callApi(stack.url, messages, { ...as, body: { client_id: randomUUID(), content: `${plant('nul')}\u0000` } });
  await callApi(stack.url, `/rooms/${randomUUID()}/messages`, { ...as, body: { client_id: randomUUID(), content: plant('stranger') } });
  await callApi(stack.url, `/messages/search?q=${plant('badsearch')}&limit=${plant('limit')}`, as);
  await callApi(stack.url, `/no/such/${plant('path')}?token=${plant('query')}`, as);
  await callApi(stack.url, `/invites/${plant('badinvite')}`, as);
  await fetch(`${stack.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"email":"${plant('syntax')}"`,
  });
  await openRawSocket(stack.url, { path: `/ws?token=${plant('urltoken')}` }).then(
    (socket) => socket.close(),
    () => undefined,
  );
  await openRawSocket(stack.url, { path: `/ws?ticket=${plant('ticket')}` }).then(
    (socket) => socket.close(),
    () => undefined,
  );
  await openRawSocket(stack.url, { token: plant('headertoken') }).then(
    (socket) => socket.close(),
    () => undefined,
  );
  const socket = await enter(stack.url, ada);
  socket.sendText(plant('nojson'));
  socket.send({ type: plant('type'), id: plant('id'), data: { [plant('key')]: 1 } });
  socket.send({ type: 'message.send', id: 'x', data: { room_id: plant('roomid'), client_id: randomUUID(), content: plant('unsent') } });
  socket.send({ type: 'ping', id: 'last' });
  await socket.receive('pong', (frame) => frame.id === 'last');
  socket.close();
}

/** What an error nobody expects says: the tables of the log and of accounts are away, while people write and sign in. */
export async function failInside(
  stack: Stack,
  ada: TestUser,
  roomId: string,
  run: (database: 'messages' | 'auth', sql: string) => Promise<unknown>,
) {
  const canaries: Canaries = new Map([
    ['content of a failure', word('failing')],
    ['password of a failure', word('failing')],
    ['e-mail of a failure', word('failing')],
  ]);
  const [content = '', password = '', email = ''] = canaries.values();
  await run('messages', 'alter table sent_messages rename to away');
  await run('auth', 'alter table credentials rename to away');
  try {
    await callApi(stack.url, `/rooms/${roomId}/messages`, { token: ada.accessToken, body: { client_id: randomUUID(), content } });
    await callApi(stack.url, '/auth/login', { body: { email: ada.email, password } });
    await callApi(stack.url, '/auth/register', {
      body: {
        email: `${email}@example.org`,
        username: `cn_${randomBytes(5).toString('hex')}`,
        display_name: 'x',
        password: `${password}-X7`,
      },
    });
  } finally {
    await run('messages', 'alter table away rename to sent_messages');
    await run('auth', 'alter table away rename to credentials');
  }
  return canaries;
}
