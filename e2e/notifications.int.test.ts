import { setTimeout as delay } from 'node:timers/promises';
import { connect, createParley } from '@parley/client';
import { createGroup, createRoom, eventually, mustCallApi, type Stack, startStack } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticesOn } from './src/notices.ts';
import { enter } from './src/raw-socket.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

const { people, list, kinds, prefer, call, say, told, untold, settled, withDatabase, everything } = noticesOn(() => stack);

describe('somebody is told', () => {
  it('of a direct message, on every device within a second, once for a burst, until it is read on any of them', async () => {
    const [a, b] = await people();
    const sockets = [await enter(stack.url, b), await enter(stack.url, b)];
    const room = await createRoom(stack, a, { type: 'direct', member_ids: [b.id] });
    await say(a, room, 'The first thing');
    const sentAt = Date.now();
    const frames = await Promise.all(sockets.map((socket) => socket.receive('notification')));
    expect(Date.now() - sentAt).toBeLessThan(3_000);
    expect(frames[0]?.data).toMatchObject({ unread_count: 1, silent: false });
    const first = frames[0]?.data.notification;
    expect(first).toMatchObject({ kind: 'direct_message', count: 1, actor: { id: a.id }, room: { id: room.id, type: 'direct' } });
    expect(first?.message?.excerpt).toBe('The first thing');
    for (const nth of [2, 3, 4]) await say(a, room, `Number ${nth}`);
    const last = await told(b, 'direct_message', ({ count }) => count === 4);
    expect(last).toMatchObject({ id: first?.id, message: { excerpt: 'Number 4' } });
    expect((await list(b)).unread_count).toBe(1);

    await call(b, 'POST', `/rooms/${room.id}/read`, { seq: (last.message?.seq ?? 0) - 1 });
    await told(b, 'direct_message', ({ count }) => count === 1);
    await call(b, 'POST', `/rooms/${room.id}/read`, {});
    await Promise.all(sockets.map((socket) => socket.receive('notification.withdrawn', ({ data }) => data.ids.includes(last.id))));
    expect(await list(b)).toMatchObject({ items: [], unread_count: 0 });
    expect(await kinds(a)).toEqual([]);
    for (const socket of sockets) socket.close();
  });

  it('of a mention by name, with everybody, and with those who are there; not of plain messages', async () => {
    const [a, b, c] = await people();
    const socket = await enter(stack.url, b);
    const room = await createGroup(stack, a, [b, c]);
    await say(a, room, 'Nothing for anybody');
    await say(a, room, `@${b.username} by name`);
    expect(await told(b, 'mention')).toMatchObject({
      count: 1,
      room: { name: 'Test group' },
      message: { excerpt: `@${b.username} by name` },
    });
    expect(await kinds(c)).not.toContain('mention');
    await say(a, room, '@room everybody');
    await Promise.all([told(b, 'mention', ({ count }) => count === 2), told(c, 'mention', ({ count }) => count === 1)]);
    await say(a, room, '@here whoever is there');
    await told(b, 'mention', ({ count }) => count === 3);
    await settled(room, a, c);
    expect((await told(c, 'mention')).count).toBe(2);
    socket.close();
  });

  it('of an answer and, who wants it, of a reaction; a message that is deleted takes back what it told', async () => {
    const [a, b] = await people();
    const room = await createGroup(stack, a, [b]);
    const question = await say(a, room, 'A question');
    const answer = await say(b, room, 'An answer', { reply_to: question.id });
    expect(await told(a, 'reply')).toMatchObject({ actor: { id: b.id }, message: { id: answer.id, seq: answer.seq } });
    const react = (method: string) => call(b, method, `/rooms/${room.id}/messages/${question.id}/reactions/${encodeURIComponent('👍')}`);
    await react('PUT');
    await react('DELETE');
    // What came before this has been looked at when this is told: the first reaction counts by the preference of its time.
    await say(b, room, `@${a.username} what do you think?`);
    await told(a, 'mention');
    await prefer(a, { reactions: true });
    await react('PUT');
    expect(await told(a, 'reaction')).toMatchObject({ emoji: '👍', message: { id: question.id, seq: question.seq } });
    await react('DELETE');
    await untold(a, 'reaction');
    await call(b, 'PATCH', `/rooms/${room.id}/messages/${answer.id}`, { content: 'A better answer' });
    await told(a, 'reply', ({ message }) => message?.excerpt === 'A better answer');
    await call(b, 'DELETE', `/rooms/${room.id}/messages/${answer.id}`);
    await untold(a, 'reply');
    const { causes } = await everything();
    expect(JSON.stringify(causes)).not.toContain('better answer');
  });

  it('whom an edit calls that was not called before', async () => {
    const [a, b, c] = await people();
    const room = await createGroup(stack, a, [b, c]);
    const message = await say(a, room, `@${b.username} look`);
    await told(b, 'mention');
    await call(a, 'PATCH', `/rooms/${room.id}/messages/${message.id}`, { content: `@${b.username} @${c.username} look` });
    expect(await told(c, 'mention')).toMatchObject({ message: { id: message.id, seq: message.seq } });
    expect((await told(b, 'mention')).count).toBe(1);
  });

  it('of a friend request within a second, until it is answered, and of its acceptance', async () => {
    const [a, b] = await people();
    const [aSocket, bSocket] = [await enter(stack.url, a), await enter(stack.url, b)];
    const asked = await mustCallApi<{ request_id: string }>(stack.url, '/friends/requests', {
      token: a.accessToken,
      body: { user_id: b.id },
    });
    const askedAt = Date.now();
    const { data } = await bSocket.receive('notification');
    expect(Date.now() - askedAt).toBeLessThan(3_000);
    expect(data.notification).toMatchObject({
      kind: 'friend_request',
      friend_request_id: asked.request_id,
      actor: { username: a.username },
    });
    await call(b, 'POST', `/friends/requests/${asked.request_id}/accept`);
    const accepted = await aSocket.receive('notification', (frame) => frame.data.notification.kind === 'friend_accepted');
    expect(accepted.data.notification).toMatchObject({ actor: { id: b.id } });
    await bSocket.receive('notification.withdrawn');
    expect(await kinds(b)).toEqual([]);
    for (const socket of [aSocket, bSocket]) socket.close();
  });

  it('of a friend request no more when it is withdrawn', async () => {
    const [a, b] = await people();
    const asked = await mustCallApi<{ request_id: string }>(stack.url, '/friends/requests', {
      token: a.accessToken,
      body: { user_id: b.id },
    });
    await told(b, 'friend_request');
    await call(a, 'DELETE', `/friends/requests/${asked.request_id}`);
    await untold(b, 'friend_request');
  });

  it('who was brought into a room or got another role there; out of the room, of nothing of it', async () => {
    const [a, b, c] = await people();
    const room = await createGroup(stack, a, [b], 'Engines');
    expect(await told(b, 'invitation')).toMatchObject({ actor: { id: a.id }, room: { name: 'Engines' } });
    await call(a, 'POST', `/rooms/${room.id}/members`, { user_id: c.id });
    await told(c, 'invitation');
    await call(a, 'PATCH', `/rooms/${room.id}/members/${b.id}`, { role: 'admin' });
    expect(await told(b, 'role_changed')).toMatchObject({ role: 'admin', actor: { id: a.id } });
    await say(a, room, `@${b.username} @${c.username} hello`);
    await Promise.all([told(b, 'mention'), told(c, 'mention')]);
    expect(await kinds(a)).toEqual([]);
    await call(a, 'DELETE', `/rooms/${room.id}/members/${b.id}`);
    await eventually('nothing of the room is left', async () => (await list(b)).items.length === 0 || undefined);
    await call(a, 'DELETE', `/rooms/${room.id}`);
    await eventually('nothing of the room is left', async () => (await list(c)).items.length === 0 || undefined);
  });
});

describe('the owner of an account is told', () => {
  it('of a new device and of another password, on the devices that are there, whatever they have muted', async () => {
    const [a] = await people();
    await prefer(a, { rooms: 'none', direct_messages: 'none', muted_until: new Date(Date.now() + 60_000).toISOString() });
    const login = (password: string, userAgent: string) =>
      mustCallApi<{ access_token: string }>(stack.url, '/auth/login', {
        body: { email: a.email, password },
        headers: { 'user-agent': userAgent },
      });
    await login(a.password, 'Firefox');
    const socket = await enter(stack.url, a);
    const { access_token: token } = await login(a.password, 'An unknown device');
    const device = await socket.receive('notification', ({ data }) => data.notification.security === 'new_device');
    expect(device.data).toMatchObject({ silent: false, notification: { kind: 'security', count: 1, room: null, actor: null } });
    const password = 'Another-Horse-8';
    await mustCallApi(stack.url, '/auth/password/change', { token, body: { current_password: a.password, new_password: password } });
    // The session of the socket was ended by that; the next one finds it in the list.
    const again = { ...a, password, accessToken: (await login(password, 'Firefox')).access_token };
    await told(again, 'security', (one) => one.security === 'password_changed');
    expect((await list(again)).items.filter(({ kind }) => kind === 'security').map(({ security }) => security)).toEqual(
      expect.arrayContaining(['password_changed', 'new_device']),
    );
    socket.close();
  });
});

describe('nobody is told', () => {
  it('of what they have read meanwhile', async () => {
    const [a, b] = await people();
    const socket = await enter(stack.url, b);
    const room = await createRoom(stack, a, { type: 'direct', member_ids: [b.id] });
    const parley = createParley({ url: stack.url });
    await parley.auth.login(b);
    const chat = connect({ url: stack.url, token: parley.session, parley });
    await eventually('online', () => chat.connection.getSnapshot().phase === 'online' || undefined);
    chat.on('event', (event) => {
      if (event.type === 'message.posted') chat.markRead(event.room_id, event.seq);
    });
    for (let nth = 0; nth < 5; nth += 1) await say(a, room, `Looked at ${nth}`);
    await delay(1_000);
    expect(socket.frames.filter(({ type }) => type === 'notification')).toEqual([]);
    expect((await list(b)).items).toEqual([]);
    await chat.close();
    socket.close();
  });

  it('by somebody whom they blocked', async () => {
    const [a, b, c] = await people();
    const room = await createGroup(stack, c, [a, b]);
    await say(a, room, `@${b.username} before`);
    await told(b, 'mention');
    await call(b, 'PUT', `/blocks/${a.id}`);
    await untold(b, 'mention');
    await say(a, room, `@${b.username} after`);
    await settled(room, c, b);
    expect(await told(b, 'mention')).toMatchObject({ count: 1, actor: { id: c.id } });
  });

  it('from a muted room, or where they want nothing; of everything where they want all', async () => {
    const [a, b, c] = await people();
    const room = await createGroup(stack, a, [b, c]);
    await told(c, 'invitation');
    await call(b, 'PUT', `/rooms/${room.id}/mute`, { muted: true });
    await prefer(c, { room_levels: [{ room_id: room.id, level: 'all' }] });
    await say(a, room, 'A plain one');
    expect(await told(c, 'message')).toMatchObject({ message: { excerpt: 'A plain one' } });
    await say(a, room, `@${b.username} muted`);
    await settled(room, a, c);
    expect(await kinds(b)).toEqual(['invitation']);
    await prefer(c, { room_levels: [{ room_id: room.id, level: 'none' }] });
    await call(c, 'POST', `/rooms/${room.id}/read`, {});
    await say(a, room, `@${c.username} not wanted`);
    await settled(room, c, a);
    await prefer(c, { room_levels: [{ room_id: room.id, level: null }] });
    await settled(room, a, c);
    expect((await list(c)).items.filter(({ room: where }) => where?.id === room.id).map(({ kind, count }) => [kind, count])).toEqual([
      ['mention', 1],
      ['invitation', 1],
    ]);
    await prefer(c, { rooms: 'all' });
    await say(a, room, 'Another plain one');
    await told(c, 'message');
  });

  it('of direct messages when they want none; noisily while they sleep or have muted all', async () => {
    const [a, b] = await people();
    const socket = await enter(stack.url, b);
    const room = await createRoom(stack, a, { type: 'direct', member_ids: [b.id] });
    await prefer(b, { direct_messages: 'none' });
    await say(a, room, 'Not wanted');
    await settled(await createGroup(stack, b, [a]), b, a);
    await prefer(b, { direct_messages: 'all', muted_until: new Date(Date.now() + 60_000).toISOString() });
    await say(a, room, 'Quietly');
    const { data } = await socket.receive('notification');
    expect(data).toMatchObject({ silent: true, notification: { count: 1, message: { excerpt: 'Quietly' } } });
    const hours = (from: number, to: number) =>
      [from, to].map((hour) => new Date(Date.now() + hour * 3_600_000).toISOString().slice(11, 16)) as [string, string];
    const [from, to] = hours(-1, 1);
    await prefer(b, { muted_until: null, do_not_disturb: { from, to, time_zone: 'UTC' } });
    await say(a, room, 'Asleep');
    expect((await socket.receive('notification', (frame) => frame.data.notification.count === 2)).data.silent).toBe(true);
    const [later, latest] = hours(1, 2);
    await prefer(b, { do_not_disturb: { from: later, to: latest, time_zone: 'UTC' } });
    await say(a, room, 'Awake');
    expect((await socket.receive('notification', (frame) => frame.data.notification.count === 3)).data.silent).toBe(false);
    socket.close();
  });

  it('twice, whatever is delivered again or read anew from the beginning', async () => {
    const before = await everything();
    expect(before.notices.length).toBeGreaterThan(20);
    const known = new Set(before.causes.map(({ user_id, cause }) => `${user_id} ${cause}`));
    const isKnown = ({ user_id, cause }: { user_id: string; cause: string }) => known.has(`${user_id} ${cause}`);
    await readAnew();
    const again = await everything();
    expect(again.causes.filter(isKnown)).toEqual(before.causes);
    expect(again.notices.filter(({ notice_id }) => before.notices.some((one) => one.notice_id === notice_id))).toEqual(before.notices);
    // Besides what happened since.
    expect(again.causes.filter((cause) => !isKnown(cause)).map(({ actor_id }) => actor_id)).toEqual([newest[0], newest[0]]);

    // Even with the inbox lost: what was a cause once is none again.
    await readAnew(true);
    expect((await everything()).causes.filter(isKnown)).toEqual(before.causes);
  });

  let newest: string[] = [];

  async function readAnew(withoutInbox = false): Promise<void> {
    await stack.kill('notifications');
    await withDatabase(async (client) => {
      await client.query("update consumer_positions set position = '0-0'");
      if (withoutInbox) await client.query('delete from consumer_streams');
    });
    await stack.restart('notifications');
    const [a, b] = await people();
    newest = [a.id];
    const room = await createGroup(stack, a, [b]);
    await settled(room, a, b);
  }
});
