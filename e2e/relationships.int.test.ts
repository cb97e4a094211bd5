import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, createParley } from '@parley/client';
import type { RoomList, RoomSummary } from '@parley/contracts';
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
import { enter } from './src/raw-socket.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ gateways: 2, rooms: 2 });
});
afterAll(() => stack?.stop());

const pair = (): Promise<[TestUser, TestUser]> => Promise.all([registerUser(stack, 'ann'), registerUser(stack, 'bob')]);
const block = (by: TestUser, user: TestUser, method = 'PUT') =>
  mustCallApi(stack.url, `/blocks/${user.id}`, { method, token: by.accessToken });
const ask = (from: TestUser, to: TestUser) =>
  mustCallApi(stack.url, '/friends/requests', { token: from.accessToken, body: { user_id: to.id } });
const unfriend = (by: TestUser, user: TestUser) =>
  mustCallApi(stack.url, `/friends/${user.id}`, { method: 'DELETE', token: by.accessToken });
const direct = (one: TestUser, other: TestUser) => createRoom(stack, one, { type: 'direct', member_ids: [other.id] });
const send = (user: TestUser, roomId: string) =>
  callApi<{ code?: string }>(stack.url, `/rooms/${roomId}/messages`, {
    token: user.accessToken,
    body: { client_id: randomUUID(), content: 'Hello?' },
  });
/** Sends until it is refused, or taken: `messages` hears of a block within moments. */
const sendUntil = (user: TestUser, roomId: string, status: number) =>
  eventually(`sending is answered with ${status}`, async () => {
    const answer = await send(user, roomId);
    return answer.status === status ? answer : undefined;
  });

describe('a block', () => {
  it('closes the direct room within a second: history stays, frames tell both, and taking it back opens it', async () => {
    const [ann, bob] = await pair();
    const room = await direct(ann, bob);
    await sendMessage(stack, ann, { roomId: room.id, content: 'Before' });
    const [annSocket, bobSocket] = await Promise.all([enter(stack.gatewayUrls[0] ?? '', ann), enter(stack.gatewayUrls[1] ?? '', bob)]);

    const askedAt = performance.now();
    await block(bob, ann);
    for (const socket of [annSocket, bobSocket]) {
      const line = await socket.receive('room.updated', (frame) => frame.room_id === room.id && !frame.data.is_writable);
      // Who did it is told to neither.
      expect(line.data).toMatchObject({ actor: null, is_writable: false });
    }
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    for (const user of [ann, bob]) expect(await send(user, room.id)).toMatchObject({ status: 403, body: { code: 'room_closed' } });
    const message = { room_id: room.id, client_id: randomUUID(), content: 'Hello?' };
    await expect(annSocket.command('message.send', message)).rejects.toThrow('room_closed');
    // Who types there is not told, either.
    annSocket.send({ type: 'typing.start', data: { room_id: room.id } });
    await annSocket.command('room.sync', { room_id: room.id, after: 0 });
    await delay(300);
    expect(bobSocket.frames.some((frame) => frame.type === 'typing.started')).toBe(false);
    const history = await mustCallApi<{ messages: Array<{ content: string }> }>(stack.url, `/rooms/${room.id}/messages`, {
      token: ann.accessToken,
    });
    expect(history.messages.map(({ content }) => content)).toEqual(expect.arrayContaining(['Before', 'Nobody can write here any more']));

    await block(bob, ann, 'DELETE');
    await annSocket.receive('room.updated', (frame) => frame.room_id === room.id && frame.data.is_writable && frame.seq > 4);
    expect((await send(ann, room.id)).status).toBe(201);
    for (const socket of [annSocket, bobSocket]) socket.close();
  });

  it('keeps presence from each other also in a room of many, on open sockets', async () => {
    const [ann, bob] = await pair();
    const witness = await registerUser(stack, 'witness');
    await createGroup(stack, ann, [bob, witness], 'All three');
    const [bobSocket, witnessSocket] = await Promise.all([enter(stack.url, bob), enter(stack.url, witness)]);
    await block(ann, bob);
    const annSocket = await enter(stack.url, ann);
    await witnessSocket.receive('presence.changed', (frame) => frame.data.user_id === ann.id);
    await annSocket.command('presence.set', { status: 'busy' });
    await witnessSocket.receive('presence.changed', (frame) => frame.data.user_id === ann.id && frame.data.status === 'busy');
    await delay(200);
    expect(bobSocket.frames.filter((frame) => frame.type === 'presence.changed' && frame.data.user_id === ann.id)).toEqual([]);
    const seen = await mustCallApi<{ items: unknown[] }>(stack.url, `/presence?user_ids=${ann.id}`, { token: bob.accessToken });
    expect(seen.items).toEqual([]);
    for (const socket of [annSocket, bobSocket, witnessSocket]) socket.close();
  });
});

describe('a friendship', () => {
  it('shows presence without a room in common; ended, it closes the direct room until it is made again', async () => {
    const [ann, bob] = await pair();
    await ask(ann, bob);
    await ask(bob, ann);
    const [annSocket, bobSocket] = [await enter(stack.url, ann), await enter(stack.url, bob)];
    await annSocket.receive('presence.changed', (frame) => frame.data.user_id === bob.id && frame.data.status === 'online');
    const friends = await mustCallApi<{ items: unknown[] }>(stack.url, '/friends', { token: ann.accessToken });
    expect(friends.items).toMatchObject([{ id: bob.id, status: 'online' }]);

    const room = await direct(ann, bob);
    expect((await send(bob, room.id)).status).toBe(201);
    await unfriend(ann, bob);
    expect((await sendUntil(bob, room.id, 403)).body.code).toBe('room_closed');
    await ask(ann, bob);
    await ask(bob, ann);
    await sendUntil(bob, room.id, 201);
    for (const socket of [annSocket, bobSocket]) socket.close();
  });

  it('that 50 pairs ask of each other at the same instant, on two replicas, is made 50 times', async () => {
    const people = await Promise.all(Array.from({ length: 100 }, (_, index) => registerUser(stack, `many${index}`)));
    const couples = Array.from({ length: 50 }, (_, index) => [people[2 * index], people[2 * index + 1]] as [TestUser, TestUser]);
    const replicas = stack.services.rooms.map(({ url }) => url);
    const answers = await Promise.all(
      couples.flatMap(([one, other], index) =>
        [
          [one, other],
          [other, one],
        ].map(([from, to], side) =>
          callApi<{ state: string }>(replicas[(index + side) % 2] ?? '', '/friends/requests', {
            token: from?.accessToken ?? '',
            body: { user_id: to?.id },
          }),
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(answers.filter(({ status, body }) => status === 200 && body.state === 'friends')).toHaveLength(50);
  });

  it('and a direct room, begun 50 times at once from both sides on two replicas, are one each', async () => {
    const [ann, bob] = await pair();
    const replicas = stack.services.rooms.map(({ url }) => url);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        callApi<RoomSummary>(replicas[(index >> 1) % 2] ?? '', '/rooms', {
          token: (index % 2 ? ann : bob).accessToken,
          body: { type: 'direct', member_ids: [(index % 2 ? bob : ann).id] },
        }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});

describe('the list of rooms', () => {
  it('has what was created a moment ago on top, known to messages or not, each room once', async () => {
    const [ann, bob] = await pair();
    const made: string[] = [];
    for (let nth = 0; nth < 20; nth += 1) {
      made.unshift((await createGroup(stack, ann, [bob], `New ${nth}`)).id);
      const { items } = await mustCallApi<RoomList>(stack.url, '/rooms?limit=100', { token: ann.accessToken });
      expect(items.map((room) => room.id)).toEqual(made);
    }
    await sendMessage(stack, bob, { roomId: made[7] ?? '', content: 'Up' });
    const { items } = await mustCallApi<RoomList>(stack.url, '/rooms?limit=3', { token: ann.accessToken });
    expect(items[0]).toMatchObject({
      id: made[7],
      unread_count: 1,
      last_message: { content: 'Up', sender_username: bob.username },
    });
    expect(items.slice(1).map((room) => room.id)).toEqual(made.slice(0, 2));
  });

  it('names and pictures a direct room after the other person, with presence', async () => {
    const [ann, bob] = await pair();
    const room = await direct(ann, bob);
    const socket = await enter(stack.url, bob);
    const listed = await eventually('bob is shown online', async () => {
      const { items } = await mustCallApi<RoomList>(stack.url, '/rooms', { token: ann.accessToken });
      return items.find((one) => one.id === room.id && one.other_user?.status === 'online');
    });
    expect(listed).toMatchObject({ name: 'Bob', is_writable: true, other_user: { id: bob.id, username: bob.username } });
    socket.close();
    await block(bob, ann);
    const { items } = await mustCallApi<RoomList>(stack.url, '/rooms', { token: ann.accessToken });
    expect(items[0]).toMatchObject({ is_writable: false, other_user: { id: bob.id, status: 'offline', last_seen_at: null } });
  });
});

describe('the SDK', () => {
  it('befriends, blocks, and knows of a room whether one can write there', async () => {
    const [ann, bob] = await pair();
    const [annParley, bobParley] = [createParley({ url: stack.url }), createParley({ url: stack.url })];
    await Promise.all([annParley.auth.login(ann), bobParley.auth.login(bob)]);
    const asked = await annParley.friends.request(bob.id);
    expect((await bobParley.friends.requests({ direction: 'incoming' })).items).toMatchObject([{ id: asked.request_id }]);
    expect(await bobParley.friends.accept(asked.request_id)).toMatchObject({ id: ann.id });
    expect((await annParley.friends.list()).items).toMatchObject([{ id: bob.id }]);

    const room = await annParley.rooms.create({ type: 'direct', member_ids: [bob.id] });
    const chat = connect({ url: stack.url, token: annParley.session, parley: annParley });
    await eventually('online', () => chat.connection.getSnapshot().phase === 'online' || undefined);
    const isWritable = () => chat.room(room.id).getSnapshot()?.isWritable;
    await eventually('the room is open', () => isWritable() === true || undefined);
    await bobParley.friends.block(ann.id);
    await eventually('the room is closed', () => isWritable() === false || undefined);
    expect((await bobParley.friends.blocks()).items).toMatchObject([{ user: { id: ann.id } }]);
    await bobParley.friends.unblock(ann.id);
    await eventually('the room is open again', () => isWritable() === true || undefined);
    expect((await annParley.friends.list()).items).toEqual([]);
    await chat.close();
  });
});

describe('friends, requests and blocks', () => {
  it('are told of on every device of whom they concern, at once and without what they are; a block only to who blocks', async () => {
    const [ann, bob] = await pair();
    const sockets = await Promise.all([enter(stack.gatewayUrls[0] ?? '', ann), enter(stack.gatewayUrls[1] ?? '', bob)]);
    const toldTo = () => sockets.map((socket) => socket.frames.filter(({ type }) => type === 'relationships.changed').length);
    const isTold = (...times: number[]) =>
      eventually(`told ${times}`, () => (toldTo().every((count, index) => count === times[index]) ? true : undefined));
    await ask(ann, bob);
    await isTold(1, 1);
    await ask(bob, ann);
    await isTold(2, 2);
    await unfriend(bob, ann);
    await isTold(3, 3);
    await block(bob, ann);
    await isTold(3, 4);
    await block(bob, ann, 'DELETE');
    await isTold(3, 5);
    expect(sockets[0]?.frames.find(({ type }) => type === 'relationships.changed')).toEqual({ type: 'relationships.changed', data: {} });
    for (const socket of sockets) socket.close();
  });
});
