import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogEvent, RoomEvents, ServerFrame } from '@parley/contracts';
import { callApi, eventually, mustCallApi, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, type RawSocket } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

let stack: Stack;
let owner: TestUser;
let writers: TestUser[];
let guests: TestUser[];

beforeAll(async () => {
  stack = await startStack({ gateways: 2, messages: 2 });
  const register = (name: string, count: number) => Promise.all(Array.from({ length: count }, () => registerUser(stack, name)));
  [owner] = (await register('owner', 1)) as [TestUser];
  [writers, guests] = [await register('writer', 4), await register('guest', 5)];
});
afterAll(() => stack.stop());

const rounds = 6;
const gateway = (index: number) => stack.gatewayUrls[index % stack.gatewayUrls.length] ?? '';

/** Everything of one room's log that a socket was sent, in the order in which it came. */
const eventsOf = (socket: RawSocket, roomId: string) =>
  socket.frames.filter((frame): frame is LogEvent => 'seq' in frame && 'room_id' in frame && frame.room_id === roomId);

/** How often a socket was told that the room began or ended for it. */
function told(socket: RawSocket, type: 'room.added' | 'room.removed', roomId: string): number {
  const isAbout = (frame: ServerFrame) =>
    (frame.type === 'room.added' && frame.data.room.id === roomId) || (frame.type === 'room.removed' && frame.data.room_id === roomId);
  return socket.frames.filter((frame) => frame.type === type && isAbout(frame)).length;
}

async function wholeLog(roomId: string): Promise<LogEvent[]> {
  const log: LogEvent[] = [];
  for (;;) {
    const path = `/rooms/${roomId}/events?after=${log.at(-1)?.seq ?? 0}&limit=500`;
    const page = await mustCallApi<RoomEvents>(stack.url, path, { token: owner.accessToken });
    if ('reset' in page) throw new Error('the log reaches too far back');
    log.push(...page.events);
    if (!page.has_more) return log;
  }
}

type Stay = { from: number; to: number };

/** When a person was in, by the log: from the line that let them in to the one that says that they left. */
function staysOf(log: readonly LogEvent[], userId: string): Stay[] {
  const stays: Stay[] = [];
  for (const event of log) {
    if (event.type === 'member.joined' && event.data.user.id === userId) stays.push({ from: event.seq, to: Number.POSITIVE_INFINITY });
    const last = stays.at(-1);
    if (event.type === 'member.left' && event.data.user.id === userId && last) last.to = event.seq;
  }
  return stays;
}

describe('members who are removed and added again while messages pour in', () => {
  it('are sent nothing above the line that says that they left, on any device, and hear of it within a second', async () => {
    const room = await createSettledGroup(stack, owner, [...writers, ...guests], 'Flood');
    const writing = await Promise.all(writers.map((writer, index) => enter(gateway(index), writer)));
    // Two devices each, on different gateways.
    const devices = new Map<TestUser, RawSocket[]>();
    for (const guest of guests) devices.set(guest, await Promise.all([enter(gateway(0), guest), enter(gateway(1), guest)]));
    const sockets = [...devices.values()].flat();

    const flood = new AbortController();
    let posted = 0;
    const pouring = writing.map(async (socket) => {
      while (!flood.signal.aborted) {
        const data = { room_id: room.id, client_id: randomUUID(), content: 'Water' };
        const isPosted = await socket.command('message.send', data).then(
          () => true,
          () => false,
        );
        if (isPosted) posted += 1;
        else await delay(20);
      }
    });

    const removalsMs: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await delay(150);
      await Promise.all(
        guests.map(async (guest) => {
          await mustCallApi(stack.url, `/rooms/${room.id}/members/${guest.id}`, { method: 'DELETE', token: owner.accessToken });
          const removedAt = performance.now();
          for (const socket of devices.get(guest) ?? [])
            await eventually('the device hears that it is out', () => told(socket, 'room.removed', room.id) >= round || undefined, 10_000);
          removalsMs.push(performance.now() - removedAt);
        }),
      );
      await delay(150);
      const body = { user_ids: guests.map((guest) => guest.id) };
      await mustCallApi(stack.url, `/rooms/${room.id}/members`, { token: owner.accessToken, body });
      for (const socket of sockets)
        await eventually('the device is back', () => told(socket, 'room.added', room.id) >= round || undefined, 10_000);
    }
    await delay(300);
    flood.abort();
    await Promise.all(pouring);

    const log = await wholeLog(room.id);
    expect(log.map((event) => event.seq)).toEqual(log.map((_event, index) => index + 1));
    expect(log.filter((event) => event.type === 'message.posted').length).toBe(posted);
    expect(posted).toBeGreaterThan(rounds * 10);
    const foreign: string[] = [];
    for (const guest of guests) {
      const stays = staysOf(log, guest.id);
      expect(stays).toHaveLength(rounds + 1);
      // Something was said while they were out: else this shows nothing.
      const gaps = stays.slice(1).map((stay, index) => stay.from - (stays[index]?.to ?? stay.from) - 1);
      expect(Math.max(...gaps)).toBeGreaterThan(0);
      for (const socket of devices.get(guest) ?? []) {
        const received = eventsOf(socket, room.id);
        expect(received.length).toBeGreaterThan(rounds);
        for (const { seq, type } of received)
          if (!stays.some((stay) => stay.from <= seq && seq <= stay.to)) foreign.push(`${guest.username} got ${type} ${seq}`);
      }
    }
    expect(foreign).toEqual([]);
    // The usual removal is measured; the slowest also tells how busy the machine is that runs the test.
    const sorted = removalsMs.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(1_000);
    expect(sorted.at(-1)).toBeLessThan(5_000);
    for (const socket of [...writing, ...sockets]) socket.close();
  }, 120_000);

  it('cannot write or read in between, on any device', async () => {
    const [guest] = guests as [TestUser];
    const room = await createSettledGroup(stack, owner, [guest], 'Out');
    const socket = await enter(gateway(1), guest);
    await mustCallApi(stack.url, `/rooms/${room.id}/members/${guest.id}`, { method: 'DELETE', token: owner.accessToken });
    await socket.receive('room.removed', (frame) => frame.data.room_id === room.id);
    const message = { room_id: room.id, client_id: randomUUID(), content: 'Still here?' };
    await expect(socket.command('message.send', message)).rejects.toThrow('not_a_member');
    await expect(socket.command('room.sync', { room_id: room.id, after: 0 })).rejects.toThrow('not_a_member');
    await expect(socket.command('room.read', { room_id: room.id, seq: 1 })).rejects.toThrow('not_a_member');
    for (const path of ['messages', 'events?after=0']) {
      const answer = await callApi<{ code: string }>(stack.url, `/rooms/${room.id}/${path}`, { token: guest.accessToken });
      expect([answer.status, answer.body.code]).toEqual([403, 'not_a_member']);
    }
    socket.close();
  });
});
