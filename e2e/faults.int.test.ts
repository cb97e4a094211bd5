import { setTimeout as delay } from 'node:timers/promises';
import type { RoomSummary } from '@parley/contracts';
import { eventually, registerUser, type Stack, startStack } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettledGroup } from './src/settled-group.ts';
import { joinAsTalker, readLog, type Talker, talk, violations } from './src/traffic.ts';

let stack: Stack;
let rooms: RoomSummary[];
let talkers: Talker[];

beforeAll(async () => {
  stack = await startStack({ gateways: 2, messages: 2 });
  const people = await Promise.all(['ada', 'grace', 'linus', 'barbara'].map((name) => registerUser(stack, name)));
  const [owner, ...others] = people;
  if (!owner) throw new Error('nobody came');
  rooms = [await createSettledGroup(stack, owner, others, 'One'), await createSettledGroup(stack, owner, others, 'Two')];
  talkers = await Promise.all(people.map((person, index) => joinAsTalker(stack.gatewayUrls[index % 2] ?? '', person)));
});
afterAll(async () => {
  await Promise.all((talkers ?? []).map((talker) => talker.close()));
  await stack?.stop();
});

const faults: Array<[what: string, strike: () => Promise<unknown>]> = [
  ['a gateway is killed and comes back', () => killAndReturn('gateway')],
  ['one of two messages replicas is killed and comes back', () => killAndReturn('messages')],
  ['both messages replicas are killed and come back', () => Promise.all([killAndReturn('messages', 0), killAndReturn('messages', 1)])],
  ['rooms is killed and comes back', () => killAndReturn('rooms')],
  ['auth is killed and comes back', () => killAndReturn('auth')],
  ['presence is killed and comes back', () => killAndReturn('presence')],
  ['a messages replica stands still for a while', () => standStill('messages')],
  ['a gateway stands still for a while', () => standStill('gateway')],
  ['NATS is killed and comes back', () => strikeServer('nats', 'restart')],
  ["NATS' data is wiped while running", () => strikeServer('nats', 'wipe')],
  ['Redis is killed and comes back', () => strikeServer('redis', 'restart')],
  ["Redis' data is wiped while running", () => strikeServer('redis', 'wipe')],
];

type Killable = Parameters<Stack['kill']>[0];

async function killAndReturn(service: Killable, index = 0): Promise<void> {
  await stack.kill(service, index);
  await delay(500);
  await stack.restart(service, index);
}

async function standStill(service: Killable): Promise<void> {
  await stack.pause(service, 0);
  await delay(2_000);
  await stack.resume(service, 0);
}

async function strikeServer(server: 'nats' | 'redis', how: 'restart' | 'wipe'): Promise<void> {
  await stack[server].kill('SIGKILL');
  await delay(300);
  await stack[server][how]();
}

describe('in the middle of traffic', () => {
  it.each(faults)('%s: nothing acknowledged is lost, doubled or reordered, and every client converges', async (_what, strike) => {
    const stopTalking = talk(
      talkers,
      rooms.map((room) => room.id),
      40,
    );
    await delay(400);
    await strike();
    await delay(600);
    await stopTalking();

    for (const room of rooms) {
      await eventually('every client has the end of the log', () => converged(room), 30_000);
      expect(violations(await wholeLog(room.id), room.id, talkers)).toEqual([]);
    }
  });
});

/** All clients stand at the same place, and it is the end of the log. */
async function converged(room: RoomSummary): Promise<true | undefined> {
  const log = await wholeLog(room.id);
  return talkers.every((talker) => talker.chat.room(room.id).getSnapshot()?.seq === log.length) || undefined;
}

async function wholeLog(roomId: string) {
  const [reader] = talkers;
  if (!reader) throw new Error('nobody is there');
  return readLog(reader, roomId);
}
