import { randomUUID } from 'node:crypto';
import type { RoomSummary } from '@parley/contracts';
import { eventually, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, type RawSocket } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

let stack: Stack;
let ada: TestUser;
let grace: TestUser;
let room: RoomSummary;

beforeAll(async () => {
  stack = await startStack({ gateways: 2 });
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  room = await createSettledGroup(stack, ada, [grace], 'Pipes');
});
afterAll(() => stack.stop());

const gateway = (index: number) => stack.gatewayUrls[index] ?? '';
const send = (socket: RawSocket, content: string) =>
  socket.command('message.send', { room_id: room.id, client_id: randomUUID(), content }) as Promise<{ seq: number }>;

describe('a reader that does not read', () => {
  it('is closed with 4451 when its queue has grown too long, and costs the others nothing', async () => {
    const stalled = await enter(gateway(0), grace);
    const neighbour = await enter(gateway(0), grace);
    // Several writers, and letters of three bytes: the rate of one socket would take minutes to fill the kernel's buffers and the queue
    // behind them; letters of one byte took 36 s of the 45.
    const writers = await Promise.all(Array.from({ length: 20 }, () => enter(gateway(1), ada)));
    stalled.ws.pause();
    const flood = new AbortController();
    const flooding = writers.map(async (socket) => {
      while (!flood.signal.aborted) await send(socket, '語'.repeat(5_000)).catch(() => new Promise((resolve) => setTimeout(resolve, 50)));
    });
    const closes = async () => (await stack.logs('gateway', 0)).includes('a socket read too slowly') || undefined;
    await eventually('the gateway gives up on it', closes, 45_000);
    flood.abort();
    await Promise.all(flooding);
    stalled.ws.resume();
    expect(await stalled.closed).toMatchObject({ code: 4451 });

    const last = await send(writers[0] as RawSocket, 'The others go on');
    await neighbour.receive('message.posted', (frame) => frame.seq === last.seq);
    for (const socket of [neighbour, ...writers]) socket.close();
  });
});

describe('a gateway that is asked to end', () => {
  it('tells its sockets when to come back, answers what is under way, and closes with 1012', async () => {
    const [leaving, staying] = await Promise.all([enter(gateway(0), ada), enter(gateway(1), grace)]);
    const underWay = send(leaving, 'Just before the end');
    await stack.kill('gateway', 0, 'SIGTERM');
    const told = await leaving.receive('server.draining');
    expect(told.data.reconnect_after_ms).toBeGreaterThanOrEqual(0);
    const { seq } = await underWay;
    expect(await leaving.closed).toMatchObject({ code: 1012 });
    await staying.receive('message.posted', (frame) => frame.seq === seq);
    await stack.restart('gateway', 0);
    staying.close();
  });
});
