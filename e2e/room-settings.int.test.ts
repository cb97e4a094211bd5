import { randomUUID } from 'node:crypto';
import { createParley } from '@parley/client';
import type { History, Invite, InvitePreview, Problem, RoomDetails, RoomEvents, RoomSummary } from '@parley/contracts';
import {
  callApi,
  createRoom,
  eventually,
  mustCallApi,
  registerUser,
  type Stack,
  sendMessage,
  startStack,
  type TestUser,
} from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';
import { joinAsTalker } from './src/traffic.ts';

/** One red pixel. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

let stack: Stack;
let ada: TestUser;
let grace: TestUser;
let linus: TestUser;

beforeAll(async () => {
  stack = await startStack({ gateways: 2, messages: 2 });
  [ada, grace, linus] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace'), registerUser(stack, 'linus')]);
});
afterAll(() => stack.stop());

const gateway = (index: number) => stack.gatewayUrls[index] ?? '';
const change = (roomId: string, body: object, by = ada) =>
  mustCallApi<RoomDetails>(stack.url, `/rooms/${roomId}`, { method: 'PATCH', token: by.accessToken, body });
const post = (roomId: string, content: string, user: TestUser) =>
  callApi<Problem>(stack.url, `/rooms/${roomId}/messages`, { token: user.accessToken, body: { client_id: randomUUID(), content } });

/** Changes are lines of the log: whoever follows it sees them after they have taken effect. */
async function changeAndSee(roomId: string, body: object): Promise<void> {
  const watcher = await enter(gateway(0), ada);
  await change(roomId, body);
  const wanted = Object.entries(body);
  await watcher.receive(
    'room.updated',
    (frame) =>
      frame.room_id === roomId &&
      wanted.every(([name, value]) => Object.entries(frame.data).some(([key, now]) => key === name && now === value)),
  );
  watcher.close();
}

describe('settings of a room', () => {
  it('reach every open client, and what clients keep of the room', async () => {
    const room = await createSettledGroup(stack, ada, [grace], 'Set');
    const talker = await joinAsTalker(gateway(1), grace);
    await talker.chat.loadRooms();
    const picture = new File([pixel], 'pixel.png', { type: 'image/png' });
    const { id: picture_id } = await createParley({ url: stack.url, refreshToken: ada.refreshToken }).media.upload(picture, {
      purpose: 'room_picture',
    });
    await change(room.id, { name: 'Renamed', slow_mode_seconds: 7, history_visibility: 'joined', shows_receipts: true, picture_id });
    const wanted = {
      name: 'Renamed',
      slow_mode_seconds: 7,
      history_visibility: 'joined',
      shows_receipts: true,
      picture_url: `/api/v1/media/${picture_id}`,
    };
    await eventually('the client knows', () => talker.chat.room(room.id).getSnapshot()?.info?.slow_mode_seconds === 7 || undefined);
    expect(talker.chat.room(room.id).getSnapshot()?.info).toMatchObject(wanted);
    expect(await talker.parley.rooms.get(room.id)).toMatchObject(wanted);
    await talker.close();
  });
});

describe('muting', () => {
  it('reaches one’s other devices, and nobody else', async () => {
    const room = await createSettledGroup(stack, ada, [grace], 'Quiet');
    const [talker, ...sockets] = [await joinAsTalker(gateway(1), grace), await enter(gateway(0), grace), await enter(gateway(0), ada)];
    const [other, stranger] = sockets;
    await talker.chat.loadRooms();
    await talker.parley.rooms.mute(room.id, '2099-01-01T00:00:00.000Z');
    const told = await other?.receive('room.muted');
    expect(told?.data).toEqual({ room_id: room.id, muted: true, muted_until: '2099-01-01T00:00:00.000Z' });
    const info = () => talker.chat.room(room.id).getSnapshot()?.info;
    await eventually('the client knows', () => info()?.muted || undefined);
    await talker.parley.rooms.unmute(room.id);
    await eventually('the client knows that it is over', () => info()?.muted === false || undefined);
    expect(stranger?.frames.some((frame) => frame.type === 'room.muted')).toBe(false);
    for (const socket of sockets) socket.close();
    await talker.close();
  });
});

describe('slow mode', () => {
  it('holds members back over HTTP and socket alike, with the time to wait, and neither owner nor admins', async () => {
    const room = await createSettledGroup(stack, ada, [grace, linus], 'Slow');
    await mustCallApi(stack.url, `/rooms/${room.id}/members/${linus.id}`, {
      method: 'PATCH',
      token: ada.accessToken,
      body: { role: 'admin' },
    });
    await changeAndSee(room.id, { slow_mode_seconds: 60 });

    expect((await post(room.id, 'First', grace)).status).toBe(201);
    const second = await post(room.id, 'Second', grace);
    expect([second.status, second.body.code]).toEqual([429, 'slow_mode']);
    const waitSeconds = Number(second.headers.get('retry-after'));
    expect(waitSeconds).toBeGreaterThan(30);
    expect(waitSeconds).toBeLessThanOrEqual(60);

    const socket = await enter(gateway(1), grace);
    socket.send({ type: 'message.send', id: 'slow', data: { room_id: room.id, client_id: randomUUID(), content: 'Third' } });
    const refusal = await socket.receive('error', (frame) => frame.id === 'slow');
    expect(refusal.data).toMatchObject({ code: 'slow_mode', retry_after_ms: expect.any(Number) });
    expect(refusal.data.retry_after_ms).toBeGreaterThan(30_000);
    for (const user of [ada, linus, ada, linus]) expect((await post(room.id, 'As often as they like', user)).status).toBe(201);

    await changeAndSee(room.id, { slow_mode_seconds: 0 });
    await socket.command('message.send', { room_id: room.id, client_id: randomUUID(), content: 'Fourth' });
    socket.close();
  });
});

describe('history that is visible from joining on', () => {
  it('is what the setting says for everybody, over HTTP, socket and client', async () => {
    const room = await createRoom(stack, ada, {
      type: 'group',
      name: 'Private past',
      member_ids: [],
      history_visibility: 'joined',
    } as never);
    await sendMessage(stack, ada, { roomId: room.id, content: 'Before' });
    const socket = await enter(gateway(1), grace);
    await mustCallApi(stack.url, `/rooms/${room.id}/members`, { token: ada.accessToken, body: { user_id: grace.id } });
    const added = await socket.receive('room.added', (frame) => frame.data.room.id === room.id);
    expect(added.data.room.unread_count).toBe(0);
    await sendMessage(stack, ada, { roomId: room.id, content: 'After' });
    await socket.receive('message.posted', (frame) => frame.room_id === room.id && frame.data.content === 'After');

    const history = await mustCallApi<History>(stack.url, `/rooms/${room.id}/messages`, { token: grace.accessToken });
    expect(history.messages.map((message) => message.message_type)).toEqual(['system', 'text']);
    expect(history.has_more).toBe(false);
    const fromStart = await mustCallApi<RoomEvents>(stack.url, `/rooms/${room.id}/events?after=0`, { token: grace.accessToken });
    expect(fromStart).toEqual({ reset: true, head: history.messages.at(-1)?.seq });
    expect(await socket.command('room.sync', { room_id: room.id, after: 0 })).toEqual(fromStart);
    const first = history.messages[0]?.seq ?? 0;
    expect(await socket.command('room.sync', { room_id: room.id, after: first - 1 })).toMatchObject({ events: [{ seq: first }, {}] });
    const listed = await mustCallApi<{ items: RoomSummary[] }>(stack.url, '/rooms', { token: grace.accessToken });
    expect(listed.items.find((one) => one.id === room.id)?.last_message?.content).toBe('After');
    expect(JSON.stringify([history, listed, socket.frames])).not.toContain('Before');

    await changeAndSee(room.id, { history_visibility: 'all' });
    const opened = await mustCallApi<History>(stack.url, `/rooms/${room.id}/messages`, { token: grace.accessToken });
    expect(opened.messages.map((message) => message.content)).toContain('Before');
    socket.close();
  });
});

describe('an invitation link', () => {
  it('brings somebody in while they are online, and dies with the room', async () => {
    const room = await createSettledGroup(stack, ada, [], 'By invitation');
    const talker = await joinAsTalker(gateway(1), linus);
    const { code } = await mustCallApi<Invite>(stack.url, `/rooms/${room.id}/invites`, { token: ada.accessToken, body: { max_uses: 3 } });
    const preview: InvitePreview = await talker.parley.invites.preview(code);
    expect([preview.room.name, preview.is_member, preview.inviter.id]).toEqual(['By invitation', false, ada.id]);
    await talker.parley.invites.accept(code);
    await eventually('the room is there', () => talker.chat.room(room.id).getSnapshot() !== undefined || undefined);
    await talker.chat.send(room.id, 'Here I am');

    await mustCallApi(stack.url, `/rooms/${room.id}`, { method: 'DELETE', token: ada.accessToken });
    await expect(talker.parley.invites.preview(code)).rejects.toMatchObject({ code: 'invite_invalid' });
    await expect(talker.parley.invites.accept(code)).rejects.toMatchObject({ code: 'invite_invalid' });
    await talker.close();
  });
});

describe('a deleted room', () => {
  it('ends for everyone within a second, and takes nothing any more', async () => {
    const room = await createSettledGroup(stack, ada, [grace, linus], 'Doomed');
    const sockets = await Promise.all([enter(gateway(0), ada), enter(gateway(1), grace), enter(gateway(0), linus)]);
    await mustCallApi(stack.url, `/rooms/${room.id}`, { method: 'DELETE', token: ada.accessToken });
    const deletedAt = performance.now();
    const farewells = await Promise.all(sockets.map((socket) => socket.receive('room.removed', (frame) => frame.data.room_id === room.id)));
    expect(performance.now() - deletedAt).toBeLessThan(1_000);
    expect(farewells.map((frame) => frame.data.reason)).toEqual(['deleted', 'deleted', 'deleted']);
    for (const [socket, user] of [
      [sockets[0], ada],
      [sockets[1], grace],
    ] as const) {
      const message = { room_id: room.id, client_id: randomUUID(), content: 'Hello?' };
      await expect(socket?.command('message.send', message)).rejects.toThrow(/room_closed|room_not_found/);
      await expect(socket?.command('room.sync', { room_id: room.id, after: 0 })).rejects.toThrow('room_not_found');
      expect([403, 404]).toContain((await post(room.id, 'Hello?', user)).status);
      for (const path of ['', '/messages', '/events?after=0', '/members'])
        expect((await callApi(stack.url, `/rooms/${room.id}${path}`, { token: user.accessToken })).status).toBe(404);
    }
    for (const socket of sockets) socket.close();
  });
});
