import { randomUUID } from 'node:crypto';
import { eventHeaders, type Message, type MessagePosted, type RoomEvents, type RoomSummary, subjects } from '@parley/contracts';
import { connectNats } from '@parley/messaging';
import { callApi, eventually, mustCallApi, registerUser, type Stack, sendMessage, startStack, type TestUser } from '@parley/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, type RawSocket } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

let stack: Stack;
let ada: TestUser;
let grace: TestUser;
let room: RoomSummary;

beforeAll(async () => {
  stack = await startStack({ gateways: 2, messages: 2 });
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  room = await createSettledGroup(stack, ada, [grace], 'Engine room');
});
afterAll(() => stack.stop());

const gateway = (index: number) => stack.gatewayUrls[index] ?? '';
const send = (socket: RawSocket, content: string, client_id: string = randomUUID()) =>
  socket.command('message.send', { room_id: room.id, client_id, content }) as Promise<{ id: string; seq: number; duplicate?: boolean }>;
const posted = (socket: RawSocket) => socket.frames.filter((frame): frame is MessagePosted => frame.type === 'message.posted');

describe('a message', () => {
  it('sent through one gateway reaches people on the other, with its sender, seq and client_id', async () => {
    const [from, to] = await Promise.all([enter(gateway(0), ada), enter(gateway(1), grace)]);
    const client_id = randomUUID();
    const sent = await send(from, 'Hello across', client_id);
    const event = await to.receive('message.posted', (frame) => frame.data.client_id === client_id);
    expect(event).toMatchObject({
      room_id: room.id,
      seq: sent.seq,
      data: {
        id: sent.id,
        client_id,
        content: 'Hello across',
        message_type: 'text',
        reply_to: null,
        sender: { id: ada.id, username: ada.username },
      },
    });
    await from.receive('message.posted', (frame) => frame.data.client_id === client_id);
    from.close();
    to.close();
  });

  it('sent by HTTP reaches sockets, and history has it at once', async () => {
    const to = await enter(gateway(1), grace);
    const message = await sendMessage(stack, ada, { roomId: room.id, content: 'By post' });
    const { messages } = await mustCallApi<{ messages: Message[] }>(gateway(1), `/rooms/${room.id}/messages?limit=1`, {
      token: grace.accessToken,
    });
    expect(messages).toEqual([message]);
    await to.receive('message.posted', (frame) => frame.seq === message.seq);
    to.close();
  });

  it('answered is sent again: the first result comes back, by socket and by HTTP, and only one message exists', async () => {
    const socket = await enter(gateway(0), ada);
    const client_id = randomUUID();
    const first = await send(socket, 'Once', client_id);
    expect(await send(socket, 'Once', client_id)).toEqual({ ...first, duplicate: true });
    const again = await callApi<Message>(stack.url, `/rooms/${room.id}/messages`, {
      token: ada.accessToken,
      body: { client_id, content: 'Once' },
    });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: first.id, seq: first.seq });
    await expect(send(socket, 'Something else', client_id)).rejects.toThrow('idempotency_mismatch');
    const other = await callApi(stack.url, `/rooms/${room.id}/messages`, { token: ada.accessToken, body: { client_id, content: 'Else' } });
    expect(other.status).toBe(409);
    socket.close();
  });

  it('repeated many times at once over two gateways and two replicas is still one', async () => {
    const sockets = await Promise.all([0, 1, 0, 1].map((index) => enter(gateway(index), ada)));
    const client_id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, nth) => send(sockets[nth % 4] as RawSocket, 'Storm', client_id)));
    expect(new Set(answers.map((answer) => answer.seq)).size).toBe(1);
    expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1);
    for (const socket of sockets) socket.close();
  });

  it('used for two rooms at once under one client_id is posted to one of them only', async () => {
    const other = await createSettledGroup(stack, ada, [grace], 'Other room');
    const sockets = await Promise.all([enter(gateway(0), ada), enter(gateway(1), ada)]);
    for (let round = 0; round < 10; round += 1) {
      const client_id = randomUUID();
      const results = await Promise.allSettled([
        sockets[0].command('message.send', { room_id: room.id, client_id, content: 'Here' }),
        sockets[1].command('message.send', { room_id: other.id, client_id, content: 'Here' }),
      ]);
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    }
    for (const socket of sockets) socket.close();
  });

  it('keeps one dense order for everybody under concurrent senders on two replicas', async () => {
    const crowd = await createSettledGroup(stack, ada, [grace], 'Crowd');
    const senders = await Promise.all([enter(gateway(0), ada), enter(gateway(1), ada), enter(gateway(0), grace), enter(gateway(1), grace)]);
    const perSender = 50;
    const answers = await Promise.all(
      senders.map(async (socket, index) => {
        const mine: number[] = [];
        // Not awaited one by one: what a socket sends first must still get the smaller seq.
        const all = Array.from({ length: perSender }, (_, nth) =>
          socket.command('message.send', { room_id: crowd.id, client_id: randomUUID(), content: `${index}:${nth}` }),
        );
        for (const answer of (await Promise.all(all)) as Array<{ seq: number }>) mine.push(answer.seq);
        return mine;
      }),
    );
    for (const mine of answers) expect(mine).toEqual([...mine].sort((a, b) => a - b));
    const seqs = answers.flat().sort((a, b) => a - b);
    const first = seqs[0] ?? 0;
    expect(seqs).toEqual(Array.from({ length: 4 * perSender }, (_, nth) => first + nth));

    const inRoom = (socket: RawSocket) => posted(socket).filter((frame) => frame.room_id === crowd.id);
    await eventually('every socket has every message', () => senders.every((socket) => inRoom(socket).length === 200) || undefined);
    const orders = senders.map((socket) => inRoom(socket).map((frame) => [frame.seq, frame.data.content].join(' ')));
    expect(orders[0]?.map((line) => Number(line.split(' ')[0]))).toEqual(seqs);
    for (const order of orders) expect(order).toEqual(orders[0]);
    for (const socket of senders) socket.close();
  });

  it('carries the trace id of its frame through the log and over NATS, and "sampled" only where the server traces', async () => {
    const nats = await connectNats({ url: stack.nats.url, name: 'test', log: pino({ level: 'silent' }) });
    const traces = new Map<string, string>();
    nats.nc.subscribe(subjects.liveRoom(room.id), {
      callback: (_error, message) => void traces.set(message.string(), message.headers?.get(eventHeaders.traceparent) ?? ''),
    });
    await nats.flush();
    const socket = await enter(gateway(0), ada);
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const data = { room_id: room.id, client_id: randomUUID(), content: 'Followed' };
    socket.send({ type: 'message.send', id: 'traced', traceparent, data });
    await socket.receive('ok', (frame) => frame.id === 'traced');
    const came = await eventually('the event has come by', () => [...traces].find(([payload]) => payload.includes(data.client_id)));
    expect(came[1]).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-00$/);
    socket.close();
    await nats.close();
  });

  it('can be replayed from any seq: sync, HTTP and live tell the same', async () => {
    const socket = await enter(gateway(0), ada);
    const page = (await socket.command('room.sync', { room_id: room.id, after: 0, limit: 500 })) as Extract<
      RoomEvents,
      { events: unknown }
    >;
    expect(page.events.map((event) => event.seq)).toEqual(Array.from({ length: page.head }, (_, nth) => nth + 1));
    const byHttp = await mustCallApi<RoomEvents>(gateway(1), `/rooms/${room.id}/events?after=0&limit=500`, { token: grace.accessToken });
    expect(byHttp).toEqual(page);
    socket.close();
  });
});

describe('reading', () => {
  it('moves forward only, counts what others wrote, and is told to other devices', async () => {
    const [desk, phone, writer] = await Promise.all([enter(gateway(0), grace), enter(gateway(1), grace), enter(gateway(0), ada)]);
    await desk.command('room.read', { room_id: room.id, seq: 1_000_000 });
    const sent = [];
    for (const text of ['one', 'two', 'three']) sent.push(await send(writer, text));
    const [one, , three] = sent;
    expect(await desk.command('room.read', { room_id: room.id, seq: one?.seq })).toEqual({
      last_read_seq: one?.seq,
      unread_count: 2,
      mention_count: 0,
      counted_seq: three?.seq,
    });
    await phone.receive('read.updated', (frame) => frame.data.last_read_seq === one?.seq && frame.data.unread_count === 2);
    expect(await desk.command('room.read', { room_id: room.id, seq: three?.seq })).toMatchObject({ unread_count: 0 });
    expect(await desk.command('room.read', { room_id: room.id, seq: one?.seq })).toMatchObject({ last_read_seq: three?.seq });
    for (const socket of [desk, phone, writer]) socket.close();
  });

  it('shows in the list of rooms: newest first, preview, unread', async () => {
    const writer = await enter(gateway(0), ada);
    await send(writer, 'The newest words');
    const list = await mustCallApi<{ items: RoomSummary[] }>(stack.url, '/rooms', { token: grace.accessToken });
    expect(list.items[0]).toMatchObject({
      id: room.id,
      unread_count: 1,
      last_message: { content: 'The newest words', sender_username: ada.username },
    });
    writer.close();
  });
});

describe('typing', () => {
  it('is told to the others, ends by itself, and is heard from members only', async () => {
    const stranger = await registerUser(stack, 'stranger');
    const [from, to, outside] = await Promise.all([enter(gateway(0), ada), enter(gateway(1), grace), enter(gateway(0), stranger)]);
    outside.send({ type: 'typing.start', data: { room_id: room.id } });
    await outside.ping();
    from.send({ type: 'typing.start', data: { room_id: room.id } });
    expect((await to.receive('typing.started')).data).toEqual({ room_id: room.id, user_id: ada.id, username: ada.username });
    await to.receive('typing.stopped');
    expect(from.frames.filter((frame) => frame.type.startsWith('typing'))).toEqual([]);
    expect(to.frames.filter((frame) => frame.type === 'typing.started')).toHaveLength(1);
    for (const socket of [from, to, outside]) socket.close();
  });
});
