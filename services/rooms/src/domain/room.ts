import { assertNever, type Role, type RoomType, type UserId } from '@parley/contracts';
import type { RoomEvent, WritingClosedReason } from './room-events.ts';

/**
 * A room, as much of it as deciding needs.
 *
 * `members` is everyone when folded from events, but only the people that a command names when read from the tables: a room may
 * have 10,000. `decide` therefore looks up members by id, counts by `memberCount`, and never iterates.
 */
export type OpenRoom = {
  status: 'open';
  type: RoomType;
  name: string | null;
  slug: string | null;
  description: string | null;
  memberCount: number;
  /** Of a direct room: why nobody can write there, or null. */
  writingClosed: WritingClosedReason | null;
  members: ReadonlyMap<UserId, Role>;
};

export type RoomState = { status: 'unborn' } | OpenRoom | { status: 'deleted' };

export const initial: RoomState = { status: 'unborn' };

/** Folds one event into the state. Events of a room that does not exist (any more) change nothing. */
export function evolve(state: RoomState, event: RoomEvent): RoomState {
  if (event.type === 'RoomCreated') {
    const { members, ...details } = event.data;
    const roles = new Map(members.map((one) => [one.userId, one.role]));
    return { status: 'open', ...details, memberCount: members.length, writingClosed: null, members: roles };
  }
  return state.status === 'open' ? evolveOpen(state, event) : state;
}

function evolveOpen(room: OpenRoom, event: Exclude<RoomEvent, { type: 'RoomCreated' }>): RoomState {
  switch (event.type) {
    case 'MembersAdded':
      return withMembers(room, (members) => {
        for (const one of event.data.members) members.set(one.userId, one.role);
      });
    case 'MemberRemoved':
      return withMembers(room, (members) => members.delete(event.data.userId));
    case 'MemberRoleChanged':
      return withMembers(room, (members) => members.set(event.data.userId, event.data.role));
    case 'RoomDetailsChanged':
      return { ...room, name: event.data.name, description: event.data.description };
    case 'WritingClosed':
      return { ...room, writingClosed: event.data.reason };
    case 'WritingOpened':
      return { ...room, writingClosed: null };
    case 'RoomDeleted':
      return { status: 'deleted' };
    default:
      return assertNever(event);
  }
}

function withMembers(room: OpenRoom, change: (members: Map<UserId, Role>) => unknown): OpenRoom {
  const members = new Map(room.members);
  change(members);
  return { ...room, members, memberCount: room.memberCount + members.size - room.members.size };
}
