import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { MessagePosted, Seq } from '@parley/contracts';
import {
  callApi,
  createGroup,
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
import { enter, type RawSocket } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

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
const remove = (roomId: string, user: TestUser, by: TestUser) =>
  mustCallApi(stack.url, `/rooms/${roomId}/members/${user.id}`, { method: 'DELETE', token: by.accessToken });
const add = (roomId: string, user: TestUser, by: TestUser) =>
  mustCallApi(stack.url, `/rooms/${roomId}/members`, { token: by.accessToken, body: { user_id: user.id } });
const postedIn = (socket: RawSocket, roomId: string) =>
  socket.frames.filter((frame): frame is MessagePosted => frame.type === 'message.posted' && frame.room_id === roomId);

describe('membership on open sockets', () => {
  it('starts a new room for everyone in it, on every device, from its head', async () => {
    const [desk, phone] = await Promise.all([enter(gateway(0), grace), enter(gateway(1), grace)]);
    const room = await createGroup(stack, ada, [grace], 'Fresh');
    for (const socket of [desk, phone]) {
      const added = await socket.receive('room.added', (frame) => frame.data.room.id === room.id);
      expect(added.data.room.type).toBe('group');
      expect(added.data.head).toBeGreaterThan(0);
    }
    const sent = await sendMessage(stack, ada, { roomId: room.id, content: 'First' });
    for (const socket of [desk, phone])
      await socket.receive('message.posted', (frame) => frame.seq === sent.seq && frame.room_id === room.id);
    desk.close();
    phone.close();
  });

  it('lets who creates a room write into it at once', async () => {
    const socket = await enter(gateway(1), ada);
    for (let nth = 0; nth < 10; nth += 1) {
      const room = await createGroup(stack, ada, [grace], `Hasty ${nth}`);
      await socket.command('message.send', { room_id: room.id, client_id: randomUUID(), content: 'At once' });
    }
    socket.close();
  });

  it('ends a room for who is removed while messages pour in: nothing above the line that says so', async () => {
    const room = await createSettledGroup(stack, ada, [grace, linus], 'Flood');
    const writers = await Promise.all([enter(gateway(0), ada), enter(gateway(1), linus)]);
    const leaving = await Promise.all([enter(gateway(0), grace), enter(gateway(1), grace)]);
    const flood = new AbortController();
    const flooding = writers.map(async (socket) => {
      while (!flood.signal.aborted) {
        await socket.command('message.send', { room_id: room.id, client_id: randomUUID(), content: 'Water' }).catch(() => delay(20));
      }
    });
    await delay(500);
    const askedAt = performance.now();
    await remove(room.id, grace, ada);
    await Promise.all(leaving.map((socket) => socket.receive('room.removed', (frame) => frame.data.room_id === room.id)));
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    await delay(500);
    flood.abort();
    await Promise.all(flooding);

    const observer = writers[0] as RawSocket;
    const line = await observer.receive('member.left', (frame) => frame.room_id === room.id);
    const leftSeq: Seq = line.seq;
    expect(line.data).toMatchObject({ user: { id: grace.id }, reason: 'removed', actor: { id: ada.id } });
    expect(postedIn(observer, room.id).some((frame) => frame.seq > leftSeq)).toBe(true);
    for (const socket of leaving) {
      const seqs = postedIn(socket, room.id).map((frame) => frame.seq);
      expect(seqs.length).toBeGreaterThan(0);
      expect(Math.max(...seqs)).toBeLessThan(leftSeq);
      await expect(socket.command('message.send', { room_id: room.id, client_id: randomUUID(), content: 'Back?' })).rejects.toThrow(
        'not_a_member',
      );
      await expect(socket.command('room.sync', { room_id: room.id, after: 0 })).rejects.toThrow('not_a_member');
    }
    for (const socket of [...writers, ...leaving]) socket.close();
  });

  it('survives coming and going many times: what is received is exactly what was said while inside', async () => {
    const room = await createSettledGroup(stack, ada, [], 'Revolving door');
    const [guest, host] = await Promise.all([enter(gateway(1), grace), enter(gateway(0), ada)]);
    for (let round = 0; round < 5; round += 1) {
      await add(room.id, grace, ada);
      const inside = await sendMessage(stack, ada, { roomId: room.id, content: `inside ${round}` });
      await remove(room.id, grace, ada);
      await eventually(
        'the removal is in the log',
        () => host.frames.filter((frame) => frame.type === 'member.left').length > round || undefined,
      );
      const outside = await sendMessage(stack, ada, { roomId: room.id, content: `outside ${round}` });
      expect(outside.seq).toBeGreaterThan(inside.seq);
    }
    await host.receive('message.posted', (frame) => frame.data.content === 'outside 4');
    await delay(200);
    const heard = postedIn(guest, room.id).map((frame) => frame.data.content);
    expect(heard.filter((content) => content.startsWith('outside'))).toEqual([]);
    guest.close();
    host.close();
  });

  it('closes a deleted room for everyone at once', async () => {
    const room = await createSettledGroup(stack, ada, [grace], 'Short-lived');
    const socket = await enter(gateway(1), grace);
    await mustCallApi(stack.url, `/rooms/${room.id}`, { method: 'DELETE', token: ada.accessToken });
    const gone = await socket.receive('room.removed', (frame) => frame.data.room_id === room.id);
    expect(gone.data.reason).toBe('deleted');
    const history = await callApi(stack.url, `/rooms/${room.id}/messages`, { token: grace.accessToken });
    expect(history.status).toBe(404);
    socket.close();
  });
});

describe('a room', () => {
  it('between two people is one, whoever creates it, also at the same instant', async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => {
        const [from, to] = nth % 2 === 0 ? [ada, grace] : [grace, ada];
        return createRoom(stack, from, { type: 'direct', member_ids: [to.id as never] });
      }),
    );
    expect(new Set(results.map((room) => room.id)).size).toBe(1);
    expect(results[0]?.other_user?.id).toBe(grace.id);
  });

  it('that is a channel can be joined and left by anyone, and shows so in its log', async () => {
    const channel = await createRoom(stack, ada, { type: 'channel', name: `Open ${randomUUID().slice(0, 8)}` });
    const watcher = await enter(gateway(0), ada);
    await mustCallApi(stack.url, `/rooms/${channel.id}/join`, { method: 'POST', token: linus.accessToken });
    const joined = await watcher.receive('member.joined', (frame) => frame.room_id === channel.id && frame.data.user.id === linus.id);
    await mustCallApi(stack.url, `/rooms/${channel.id}/leave`, { method: 'POST', token: linus.accessToken });
    const left = await watcher.receive('member.left', (frame) => frame.room_id === channel.id);
    expect(left).toMatchObject({ seq: joined.seq + 1, data: { reason: 'left', user: { id: linus.id } } });
    watcher.close();
  });
});
