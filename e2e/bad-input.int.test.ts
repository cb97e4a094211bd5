import { randomUUID } from 'node:crypto';
import type { Problem, RoomSummary } from '@parley/contracts';
import { callApi, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, openRawSocket } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

let stack: Stack;
let ada: TestUser;
let grace: TestUser;
let stranger: TestUser;
let room: RoomSummary;

beforeAll(async () => {
  stack = await startStack({ allowedOrigins: ['https://chat.example.org'] });
  [ada, grace, stranger] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace'), registerUser(stack, 'stranger')]);
  room = await createSettledGroup(stack, ada, [grace], 'Room');
});
afterAll(() => stack.stop());

/** Somebody else's socket must not notice: it goes on sending and receiving. */
async function neighbourIsFine(): Promise<void> {
  const neighbour = await enter(stack.url, grace);
  await neighbour.command('message.send', { room_id: room.id, client_id: randomUUID(), content: 'Still here' });
  neighbour.close();
}

describe('frames that are wrong', () => {
  it.each([
    ['not JSON', '{"type":', 'bad_frame'],
    ['JSON, but no object', '[1,2]', 'bad_frame'],
    ['no type', '{"data":{}}', 'bad_frame'],
    ['a number as type', '{"type":7}', 'bad_frame'],
    ['an unknown type', '{"type":"room.explode","id":"x","data":{}}', 'unknown_type'],
    ['data of the wrong shape', '{"type":"message.send","id":"x","data":{"room_id":7}}', 'validation_failed'],
    [
      'empty content',
      JSON.stringify({ type: 'message.send', id: 'x', data: { room_id: randomUUID(), client_id: randomUUID(), content: '   ' } }),
      'validation_failed',
    ],
    [
      'content that is too long',
      JSON.stringify({
        type: 'message.send',
        id: 'x',
        data: { room_id: randomUUID(), client_id: randomUUID(), content: 'a'.repeat(5_001) },
      }),
      'validation_failed',
    ],
    [
      'a lone surrogate',
      '{"type":"message.send","id":"x","data":{"room_id":"0199f3a0-0000-7000-8000-0000000000b1","client_id":"0199f3a0-0000-7000-8000-0000000000b1","content":"\\ud800"}}',
      'validation_failed',
    ],
    [
      'a NUL',
      '{"type":"message.send","id":"x","data":{"room_id":"0199f3a0-0000-7000-8000-0000000000b1","client_id":"0199f3a0-0000-7000-8000-0000000000b1","content":"a\\u0000"}}',
      'validation_failed',
    ],
  ])('%s: an error, and the socket goes on', async (_case, text, code) => {
    const socket = await enter(stack.url, ada);
    socket.sendText(text);
    expect((await socket.receive('error')).data.code).toBe(code);
    await socket.command('message.send', { room_id: room.id, client_id: randomUUID(), content: 'Fine again' });
    socket.close();
  });

  it('a binary frame is refused', async () => {
    const socket = await enter(stack.url, ada);
    socket.sendText(Buffer.from('{"type":"ping"}'));
    socket.ws.send(Buffer.from('{"type":"ping"}'), { binary: true });
    expect((await socket.receive('error')).data.code).toBe('bad_frame');
    socket.close();
  });

  it('again and again: 4400', async () => {
    const socket = await enter(stack.url, ada);
    for (let nth = 0; nth < 20; nth += 1) socket.sendText('nonsense');
    expect(await socket.closed).toMatchObject({ code: 4400 });
    await neighbourIsFine();
  });

  it('larger than 64 KiB: 4413', async () => {
    const socket = await enter(stack.url, ada);
    socket.sendText(JSON.stringify({ type: 'ping', data: 'x'.repeat(70_000) }));
    expect(await socket.closed).toMatchObject({ code: 4413 });
    await neighbourIsFine();
  });

  it('too many: errors with a delay, then 4429', async () => {
    const socket = await enter(stack.url, ada);
    for (let nth = 0; nth < 900; nth += 1) socket.sendText('{"type":"ping","id":1}');
    expect((await socket.receive('error')).data).toMatchObject({ code: 'too_many_requests', retry_after_ms: expect.any(Number) });
    expect(await socket.closed).toMatchObject({ code: 4429 });
    await neighbourIsFine();
  });
});

describe('people who may not', () => {
  it('a stranger neither writes, reads nor syncs a room', async () => {
    const socket = await enter(stack.url, stranger);
    const send = { room_id: room.id, client_id: randomUUID(), content: 'Let me in' };
    await expect(socket.command('message.send', send)).rejects.toThrow('not_a_member');
    await expect(socket.command('room.read', { room_id: room.id, seq: 1 })).rejects.toThrow('not_a_member');
    await expect(socket.command('room.sync', { room_id: room.id, after: 0 })).rejects.toThrow('not_a_member');
    await expect(socket.command('message.send', { ...send, room_id: randomUUID() })).rejects.toThrow('room_not_found');
    for (const path of [`/rooms/${room.id}/messages`, `/rooms/${room.id}/events`, `/rooms/${room.id}`, `/rooms/${room.id}/members`]) {
      const refused = await callApi<Problem>(stack.url, path, { token: stranger.accessToken });
      expect([path, refused.status, refused.body.code]).toEqual([path, 403, 'not_a_member']);
    }
    socket.close();
  });

  it.each([
    ['no token', {}, 401, 'unauthenticated'],
    ['nonsense', { authorization: 'Bearer nonsense' }, 401, 'unauthenticated'],
    ['another scheme', { authorization: 'Basic YTpi' }, 401, 'unauthenticated'],
  ])('%s over HTTP: %s', async (_case, headers, status, code) => {
    const refused = await callApi<Problem>(stack.url, '/rooms', { headers });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
  });

  it('a forged token is refused before the upgrade, or closed with 4401 where a browser brought it', async () => {
    const forged = `${ada.accessToken.slice(0, -8)}AAAAAAAA`;
    await expect(openRawSocket(stack.url, { token: forged })).rejects.toThrow('status 401');
    const browser = await openRawSocket(stack.url, { protocols: ['parley.v1', `bearer.${forged}`] });
    expect(await browser.closed).toMatchObject({ code: 4401 });
    const simple = await openRawSocket(stack.url, { path: `/ws?token=${forged}` });
    expect(await simple.closed).toMatchObject({ code: 4401 });
    const late = await openRawSocket(stack.url);
    late.send({ type: 'hello', data: { token: forged } });
    expect(await late.closed).toMatchObject({ code: 4401 });
  });

  it('a good token works in each of the places', async () => {
    const { accessToken: token } = ada;
    const byProtocol = await openRawSocket(stack.url, { protocols: ['parley.v1', `bearer.${token}`] });
    expect(byProtocol.ws.protocol).toBe('parley.v1');
    const byQuery = await openRawSocket(stack.url, { path: `/ws?token=${token}` });
    const byHello = await openRawSocket(stack.url);
    byHello.send({ type: 'hello', data: { token } });
    for (const socket of [byProtocol, byQuery, byHello]) {
      expect((await socket.receive('ready')).data.user.id).toBe(ada.id);
      socket.close();
    }
  });

  it('no token within five seconds: 4401', async () => {
    const socket = await openRawSocket(stack.url);
    expect(await socket.closed).toMatchObject({ code: 4401 });
  });

  it('a foreign origin is refused before the upgrade; the named one is not', async () => {
    await expect(openRawSocket(stack.url, { token: ada.accessToken, headers: { origin: 'https://evil.example' } })).rejects.toThrow(
      'status 403',
    );
    const socket = await openRawSocket(stack.url, { token: ada.accessToken, headers: { origin: 'https://chat.example.org' } });
    await socket.receive('ready');
    socket.close();
  });

  it('a session that has ended: its sockets close with 4409, its token is of no use', async () => {
    const leaving = await registerUser(stack, 'leaving');
    const socket = await enter(stack.url, leaving);
    await callApi(stack.url, '/auth/logout', { method: 'POST', token: leaving.accessToken });
    expect(await socket.closed).toMatchObject({ code: 4409 });
    expect((await callApi(stack.url, '/users/me', { token: leaving.accessToken })).status).toBe(401);
    await expect(openRawSocket(stack.url, { token: leaving.accessToken })).rejects.toThrow('status 401');
  });
});

describe('requests that are wrong', () => {
  const cases: Array<[string, string, { method?: string; body?: unknown }, number, string]> = [
    ['a body of the wrong shape', '/rooms', { body: { type: 'castle' } }, 400, 'validation_failed'],
    ['an id that is none', '/rooms/not-a-uuid', {}, 400, 'validation_failed'],
    ['a path that is none', '/nothing/here', {}, 404, 'not_found'],
    ['a method that is none', '/rooms', { method: 'PUT', body: {} }, 405, 'method_not_allowed'],
    ['a body that is too large', '/rooms', { body: { type: 'group', name: 'x'.repeat(400_000) } }, 413, 'payload_too_large'],
    ['a room that does not exist', `/rooms/${randomUUID()}/messages`, {}, 404, 'room_not_found'],
  ];
  it.each(cases)('%s', async (_case, path, request, status, code) => {
    const answer = await callApi<Problem>(stack.url, path, { ...request, token: ada.accessToken });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('a body that is not JSON, and one of another type', async () => {
    const ask = (contentType: string, body: string) =>
      fetch(`${stack.url}/api/v1/rooms`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ada.accessToken}`, 'content-type': contentType },
        body,
      });
    expect((await ask('application/json', '{"type":')).status).toBe(400);
    expect((await ask('text/plain', 'hello')).status).toBe(415);
  });

  it('leave no content, name or token in the logs, and nothing above a warning', async () => {
    for (const service of ['gateway', 'auth', 'rooms', 'messages'] as const) {
      const log = await stack.logs(service);
      for (const secret of [ada.accessToken, ada.email, ada.username, 'Still here', 'Let me in']) expect(log.includes(secret)).toBe(false);
      const loud = log.split('\n').filter((line) => line.startsWith('{') && JSON.parse(line).level >= 50);
      expect(loud).toEqual([]);
    }
  });
});
