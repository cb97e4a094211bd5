import { randomUUID } from 'node:crypto';
import type { TestUser } from '@parley/testing';
import type { PerRole, Role } from './roles.ts';
import type { MatrixRoom, RoomKind, World } from './world.ts';

/** What fills the path's parameters, the query and the body of one request; a `FormData` goes as it is, anything else as JSON. */
export type RequestParts = { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
/** `user` is undefined for anonymous. */
export type Caller = { role: Role; user: TestUser | undefined };

export type Expectation = {
  /** Called for each role, before its request. Without it: no parameters, no body. */
  request?: (world: World, caller: Caller) => RequestParts | Promise<RequestParts>;
  /** The status that each role gets. */
  status: PerRole<number>;
  /** For what ends the caller's session or account: each request with an account of its own. */
  throwaway?: true;
};

type InRoom = (room: MatrixRoom, caller: Caller, world: World) => Omit<RequestParts, 'params'> & { params?: Record<string, string> };
const nothing: InRoom = () => ({});

/** `{id}` is a room that everyone uses: for what changes nothing there. */
export function inRoom(parts: InRoom = nothing, kind: RoomKind = 'group'): NonNullable<Expectation['request']> {
  return async (world, caller) => filledIn(await world.sharedRoom(kind), caller, { world, parts });
}

/** `{id}` is a room of its own for each role: for what changes it. */
export function inFreshRoom(parts: InRoom = nothing, kind: RoomKind = 'group'): NonNullable<Expectation['request']> {
  return async (world, caller) => filledIn(await world.freshRoom(kind), caller, { world, parts });
}

function filledIn(room: MatrixRoom, caller: Caller, { world, parts }: { world: World; parts: InRoom }): RequestParts {
  const { params, ...rest } = parts(room, caller, world);
  return { ...rest, params: { id: room.id, ...params } };
}

export const someId = (): string => randomUUID();
