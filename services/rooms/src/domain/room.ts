import { assertNever, type Role, type RoomType, type UserId } from '@parley/contracts';
import type { RoomDetailsChanged, RoomEvent, RoomSettings, WritingClosedReason } from './room-events.ts';

/**
 * A room, as much of it as deciding needs.
 *
 * `members` is everyone when folded from events, but only the people that a command names when read from the tables: a room may
 * have 10,000. `decide` therefore looks up members by id, counts by `memberCount`, and never iterates.
 */
export type OpenRoom = RoomSettings & {
  status: 'open';
  type: RoomType;
  name: string | null;
  slug: string | null;
  description: string | null;
  memberCount: number;
  /** Of a direct room: why nobody can write there, or null. */
  writingClosed: WritingClosedReason | null;
  members: ReadonlyMap<UserId, Role>;
  /** Who wants to hear nothing of the room: until a time, or (null) for good. Of the same people as `members`. */
  mutes: ReadonlyMap<UserId, string | null>;
  /** By code; those that were withdrawn are gone. From the tables only those that a command is about. */
  invites: ReadonlyMap<string, Invite>;
};

export type Invite = { createdBy: UserId; expiresAt: string | null; maxUses: number | null; uses: number };

export type RoomState = { status: 'unborn' } | OpenRoom | { status: 'deleted' };

export const initial: RoomState = { status: 'unborn' };

/** Folds one event into the state. Events of a room that does not exist (any more) change nothing. */
export function evolve(state: RoomState, event: RoomEvent): RoomState {
  if (event.type === 'RoomCreated') {
    const { members, ...details } = event.data;
    const roles = new Map(members.map((one) => [one.userId, one.role]));
    return {
      status: 'open',
      ...details,
      memberCount: members.length,
      writingClosed: null,
      members: roles,
      mutes: new Map(),
      invites: new Map(),
    };
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
      return withMute(
        withMembers(room, (members) => members.delete(event.data.userId)),
        (mutes) => mutes.delete(event.data.userId),
      );
    case 'MemberRoleChanged':
      return withMembers(room, (members) => members.set(event.data.userId, event.data.role));
    case 'RoomDetailsChanged':
      return { ...room, ...detailsIn(event.data) };
    case 'InviteCreated': {
      const { code, ...invite } = event.data;
      return withInvites(room, (invites) => invites.set(code, { ...invite, uses: 0 }));
    }
    case 'InviteRevoked':
      return withInvites(room, (invites) => invites.delete(event.data.code));
    case 'InviteAccepted':
      return withInvites(room, (invites) => {
        const invite = invites.get(event.data.code);
        if (invite) invites.set(event.data.code, { ...invite, uses: invite.uses + 1 });
      });
    case 'RoomMuted':
      return withMute(room, (mutes) => mutes.set(event.data.userId, event.data.until));
    case 'RoomUnmuted':
      return withMute(room, (mutes) => mutes.delete(event.data.userId));
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

function detailsIn({ changed: _changed, ...details }: RoomDetailsChanged['data']) {
  return details;
}

function withMembers(room: OpenRoom, change: (members: Map<UserId, Role>) => unknown): OpenRoom {
  const members = new Map(room.members);
  change(members);
  return { ...room, members, memberCount: room.memberCount + members.size - room.members.size };
}

function withMute(room: OpenRoom, change: (mutes: Map<UserId, string | null>) => unknown): OpenRoom {
  const mutes = new Map(room.mutes);
  change(mutes);
  return { ...room, mutes };
}

function withInvites(room: OpenRoom, change: (invites: Map<string, Invite>) => unknown): OpenRoom {
  const invites = new Map(room.invites);
  change(invites);
  return { ...room, invites };
}
