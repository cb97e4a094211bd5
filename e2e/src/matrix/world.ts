import type { RoomSummary } from '@parley/contracts';
import { createRoom, eventually, makeAdministrator, mustCallApi, registerUser, type Stack, type TestUser } from '@parley/testing';
import type { Role } from './roles.ts';

export type RoomKind = 'group' | 'channel';
/** A room in which every role has its person; `bystander` is a plain member to whom something may be done. */
export type MatrixRoom = { id: string; slug: string; bystander: TestUser };

/** The people and rooms that requests are made with. */
export type World = {
  stack: Stack;
  /** Undefined for anonymous. */
  caller(role: Role): TestUser | undefined;
  /** Somebody who is nobody to anybody yet. */
  stranger(): Promise<TestUser>;
  /** An account for one request, which may end it; with the role's right if that is one of the whole server. */
  throwaway(role: Role): Promise<TestUser | undefined>;
  /** One for all requests that change nothing. */
  sharedRoom(kind?: RoomKind): Promise<MatrixRoom>;
  freshRoom(kind?: RoomKind): Promise<MatrixRoom>;
};

export async function createWorld(stack: Stack): Promise<World> {
  const register = (name: string) => registerUser(stack, name);
  const names = ['other', 'member', 'admin', 'owner', 'removed', 'server_administrator'] as const;
  const [other, member, admin, owner, removed, person, bystander] = await Promise.all([
    ...names.map((name) => register(name)),
    register('bystander'),
  ] as const);
  if (!other || !member || !admin || !owner || !removed || !person || !bystander) throw new Error('somebody was not registered');
  const people = { other, member, admin, owner, removed, server_administrator: await makeAdministrator(stack, person) };
  const shared = new Map<RoomKind, Promise<MatrixRoom>>();
  let rooms = 0;

  async function freshRoom(kind: RoomKind = 'group'): Promise<MatrixRoom> {
    rooms += 1;
    const member_ids = [member, admin, removed, bystander].map((user) => (user as TestUser).id);
    const wish = { type: kind, name: `Matrix ${rooms}`, member_ids, ...(kind === 'channel' ? { slug: `matrix-${rooms}` } : {}) };
    const room: RoomSummary = await createRoom(stack, people.owner, wish);
    const token = people.owner.accessToken;
    await mustCallApi(stack.url, `/rooms/${room.id}/members/${people.admin.id}`, { method: 'PATCH', token, body: { role: 'admin' } });
    await mustCallApi(stack.url, `/rooms/${room.id}/members/${people.removed.id}`, { method: 'DELETE', token });
    // `messages` must know of the removal, or the one who was removed would still read there.
    await eventually('the removal is in the log', async () => {
      const log = await mustCallApi<{ events: Array<{ type: string }> }>(stack.url, `/rooms/${room.id}/events?limit=100`, { token });
      return log.events.some((event) => event.type === 'member.left') || undefined;
    });
    return { id: room.id, slug: room.slug ?? '', bystander: bystander as TestUser };
  }

  return {
    stack,
    caller: (role) => (role === 'anonymous' ? undefined : people[role]),
    stranger: () => register('stranger'),
    async throwaway(role) {
      if (role === 'anonymous') return undefined;
      const user = await register('throwaway');
      return role === 'server_administrator' ? makeAdministrator(stack, user) : user;
    },
    sharedRoom(kind = 'group') {
      const room = shared.get(kind) ?? freshRoom(kind);
      shared.set(kind, room);
      return room;
    },
    freshRoom,
  };
}
