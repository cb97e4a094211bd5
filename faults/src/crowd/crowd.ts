import { setTimeout as delay } from 'node:timers/promises';
import { createParley, type Parley } from '@parley/client';
import { eventually, registerUser, type Stack, type TestUser } from '@parley/testing';
import { membershipsOf } from '../history/memberships.ts';
import type { Random } from '../random.ts';
import { createLogReader, type LogReader } from './log-reader.ts';
import { createPerson, type Person } from './person.ts';

export type CrowdOptions = {
  stack: Stack;
  /** Where each person's client connects to, in turn. */
  gatewayUrls: readonly string[];
  people: number;
  rooms: number;
  membersPerRoom: number;
  messagesPerSecond: number;
  random: Random;
};

/** The owner manages the memberships of the guests, and stays. */
export type CrowdRoom = {
  id: string;
  owner: Person;
  guestIds: readonly string[];
  /** Whether those who join may read what was said before: in every second room they may not. */
  visibility: 'all' | 'joined';
  logReader: LogReader;
};

export type Crowd = {
  people: readonly Person[];
  rooms: readonly CrowdRoom[];
  /** Everybody talks, changes what was said, reads and types until `signal` says enough; some are removed from rooms and added again. */
  live(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

/** Registrations at once: hashing passwords is the slow part of them. */
const arrivingAtOnce = 16;

export async function gatherCrowd(options: CrowdOptions): Promise<Crowd> {
  const { stack, gatewayUrls, random } = options;
  const users = await arrive(stack, options.people);
  const accounts = users.map((user, index): Account => {
    const url = gatewayUrls[index % gatewayUrls.length] ?? stack.url;
    return { user, parley: createParley({ url, refreshToken: user.refreshToken }) };
  });
  // Nobody connects before the rooms are as they stay: what a room shows while it is being set up is theirs to see, and no fault.
  const founded = await Promise.all(Array.from({ length: options.rooms }, (_, index) => found(index, accounts, options)));
  const people = accounts.map((account) => createPerson({ ...account, random: random.fork() }));
  const rooms = founded.map(({ ownerId, ...room }): CrowdRoom => ({ ...room, owner: personOf(people, ownerId) }));
  await eventually('everybody is online', () => people.every((person) => person.isOnline()) || undefined, 60_000);
  const chores = random.fork();

  return {
    people,
    rooms,
    async live(signal) {
      const everyMs = (1_000 * people.length) / options.messagesPerSecond;
      const lives = people.map((person) => live(person, { everyMs, random: random.fork(), signal }));
      await Promise.all([...lives, manage(rooms, chores, signal)]);
    },
    close: async () => {
      await Promise.all(people.map((person) => person.close()));
    },
  };
}

type Account = { user: TestUser; parley: Parley };
type FoundedRoom = Omit<CrowdRoom, 'owner'> & { ownerId: string };

async function found(index: number, people: readonly Account[], { random, membersPerRoom }: CrowdOptions): Promise<FoundedRoom> {
  const [owner, ...others] = random.shuffled(people).slice(0, membersPerRoom);
  if (!owner) throw new Error('nobody came');
  const memberIds = others.map(({ user }) => user.id);
  const { id } = await owner.parley.rooms.create({ type: 'group', name: `Room ${index}`, member_ids: memberIds });
  const logReader = createLogReader(owner.parley, id);
  const visibility = index % 2 === 0 ? 'all' : 'joined';
  if (visibility === 'joined') {
    // The lines from before the owner came in are not theirs to read once the room is set so; the checker wants them all.
    const isComplete = async () => membershipsOf(await logReader.read()).size > memberIds.length || undefined;
    await eventually('everybody is in the room', isComplete, 30_000);
    await owner.parley.rooms.update(id, { history_visibility: visibility });
  }
  return { id, ownerId: owner.user.id, visibility, guestIds: memberIds.slice(0, 2), logReader };
}

function personOf(people: readonly Person[], id: string): Person {
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error('nobody came');
  return person;
}

async function arrive(stack: Stack, count: number): Promise<TestUser[]> {
  const users: TestUser[] = [];
  while (users.length < count) {
    const group = Math.min(arrivingAtOnce, count - users.length);
    users.push(...(await Promise.all(Array.from({ length: group }, () => registerUser(stack, 'p')))));
  }
  return users;
}

type LifeOptions = { everyMs: number; random: Random; signal: AbortSignal };

async function live(person: Person, { everyMs, random, signal }: LifeOptions): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs * (0.5 + random.next()), signal);
    const roomId = person.someRoom();
    // A person waits with their next words while too many of the last ones are still on their way.
    if (roomId === undefined || person.unsent() > 20) continue;
    person.say(roomId);
    if (random.chance(0.4)) person.change(roomId);
    if (random.chance(0.2)) person.read(roomId);
    if (random.chance(0.02)) person.markUnread(roomId);
    if (random.chance(0.1)) person.type(roomId);
  }
}

/** Removes guests and adds them again, all the time. Whether each call succeeded is for the log to tell. */
async function manage(rooms: readonly CrowdRoom[], random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(400, signal);
    const { id, owner, guestIds } = random.pick(rooms);
    if (guestIds.length === 0) continue;
    const guestId = random.pick(guestIds);
    const isRemoval = random.chance(0.5);
    const act = isRemoval ? owner.parley.rooms.removeMember(id, guestId) : owner.parley.rooms.addMembers(id, [guestId]);
    // Refused (out already, in already) or lost to a fault: both are part of the weather.
    await act.catch(() => undefined);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
