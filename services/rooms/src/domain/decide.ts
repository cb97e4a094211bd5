import { assertNever, type Role, type RoomDetail, type UserId } from '@parley/contracts';
import { decideCreation } from './decide-creation.ts';
import { decideAcceptance, decideInvite, decideRevocation } from './decide-invites.ts';
import { accept, type Decision, refuse } from './refusals.ts';
import type { OpenRoom, RoomState } from './room.ts';
import type {
  AddMembers,
  ChangeMemberRole,
  ChangeRoomDetails,
  MuteRoom,
  RemoveMember,
  RoomChange,
  RoomCommand,
  SetWriting,
} from './room-commands.ts';
import type { MemberRoleChanged, RoomSettings } from './room-events.ts';

/**
 * The rules of rooms, all of them:
 *
 * - Whoever is not in a room can do nothing to it but join a channel, or enter with an invitation.
 * - A direct room stays as it was made. Muting it, like any other, is each member's own affair.
 * - Any member may add people; owner and admins remove members, make them admins, change details and invite.
 * - Nobody acts on their equal: the owner alone removes and demotes admins, and nobody removes or demotes the owner.
 * - Only the owner hands the room over (and stays as admin) or deletes it; whoever runs the server may delete any.
 * - The owner leaves only as the last one; a room that its last member leaves is deleted, for nobody could reach or run it.
 */
export function decide(command: RoomCommand, state: RoomState): Decision {
  if (command.kind === 'CreateRoom') return decideCreation(command, state);
  if (command.kind === 'AcceptInvite') return decideAcceptance(command, state);
  if (state.status !== 'open') return refuse({ kind: 'RoomNotFound' });
  if (command.kind === 'SetWriting') return decideWriting(command, state);
  if (command.kind === 'JoinRoom') return decideJoin(command, state);
  if (command.kind === 'DeleteRoomAsAdministrator') return accept({ type: 'RoomDeleted', data: {} });
  const role = state.members.get(command.actorId);
  if (role === undefined) return refuse({ kind: 'NotAMember' });
  if (command.kind === 'MuteRoom') return decideMute(command, state);
  if (command.kind === 'UnmuteRoom') return decideUnmute(command.actorId, state);
  if (state.type === 'direct') return refuse({ kind: 'DirectRoomIsFixed' });
  return decideAsMember(command, state, role);
}

/** What closes a room may change (a block after an ended friendship): the last reason stands. */
function decideWriting({ closed }: SetWriting, room: OpenRoom): Decision {
  if (room.type !== 'direct' || closed === room.writingClosed) return accept();
  return closed === null ? accept({ type: 'WritingOpened', data: {} }) : accept({ type: 'WritingClosed', data: { reason: closed } });
}

type OfMembers = Exclude<RoomChange, { kind: 'JoinRoom' | 'AcceptInvite' | 'MuteRoom' | 'UnmuteRoom' | 'DeleteRoomAsAdministrator' }>;

function decideAsMember(command: OfMembers, room: OpenRoom, role: Role): Decision {
  switch (command.kind) {
    case 'AddMembers':
      return decideAdding(command, room);
    case 'LeaveRoom':
      return decideLeaving(command.actorId, room, role);
    case 'RemoveMember':
      return decideRemoval(command, room, role);
    case 'ChangeMemberRole':
      return decideRole(command, room, role);
    case 'ChangeRoomDetails':
      return decideDetails(command, room, role);
    case 'CreateInvite':
      return decideInvite(command, room, role);
    case 'RevokeInvite':
      return decideRevocation(command, room, role);
    case 'DeleteRoom':
      return role === 'owner' ? accept({ type: 'RoomDeleted', data: {} }) : refuse({ kind: 'RoleTooLow', needed: 'owner' });
    default:
      return assertNever(command);
  }
}

function decideJoin(command: Extract<RoomCommand, { kind: 'JoinRoom' }>, room: OpenRoom): Decision {
  const { actorId } = command;
  if (room.members.has(actorId)) return refuse({ kind: 'AlreadyMember', userId: actorId });
  // A stranger at a private room's door learns no more from "join" than from any other request.
  if (room.type !== 'channel') return refuse({ kind: 'NotAMember' });
  if (command.unknownUserIds.has(actorId)) return refuse({ kind: 'UsersUnknown', userIds: [actorId] });
  if (command.fullUserIds.has(actorId)) return refuse({ kind: 'TooManyRooms', userIds: [actorId] });
  return accept({ type: 'MembersAdded', data: { members: [{ userId: actorId, role: 'member' }], via: 'joined' } });
}

function decideAdding(command: AddMembers, room: OpenRoom): Decision {
  const named = [...new Set(command.userIds)];
  const unknown = named.filter((userId) => command.unknownUserIds.has(userId));
  if (unknown.length > 0) return refuse({ kind: 'UsersUnknown', userIds: unknown });
  const existing = named.find((userId) => room.members.has(userId));
  if (command.refuseExisting && existing !== undefined) return refuse({ kind: 'AlreadyMember', userId: existing });
  const members = named.filter((userId) => !room.members.has(userId)).map((userId) => ({ userId, role: 'member' as const }));
  const full = members.map((one) => one.userId).filter((userId) => command.fullUserIds.has(userId));
  if (full.length > 0) return refuse({ kind: 'TooManyRooms', userIds: full });
  return members.length === 0 ? accept() : accept({ type: 'MembersAdded', data: { members, via: 'added' } });
}

function decideLeaving(userId: RemoveMember['userId'], room: OpenRoom, role: Role): Decision {
  if (role === 'owner' && room.memberCount > 1) return refuse({ kind: 'OwnerMustTransfer' });
  const left = { type: 'MemberRemoved', data: { userId, reason: 'left' } } as const;
  return room.memberCount > 1 ? accept(left) : accept(left, { type: 'RoomDeleted', data: {} });
}

function decideRemoval(command: RemoveMember, room: OpenRoom, role: Role): Decision {
  if (command.userId === command.actorId) return decideLeaving(command.actorId, room, role);
  if (role === 'member') return refuse({ kind: 'RoleTooLow', needed: 'admin' });
  const target = room.members.get(command.userId);
  if (target === undefined) return refuse({ kind: 'TargetNotAMember', userId: command.userId });
  if (target === 'owner') return refuse({ kind: 'OwnerStays' });
  if (target === 'admin' && role !== 'owner') return refuse({ kind: 'RoleTooLow', needed: 'owner' });
  return accept({ type: 'MemberRemoved', data: { userId: command.userId, reason: 'removed' } });
}

function decideRole(command: ChangeMemberRole, room: OpenRoom, role: Role): Decision {
  if (role === 'member') return refuse({ kind: 'RoleTooLow', needed: 'admin' });
  if (command.role === 'owner' && role !== 'owner') return refuse({ kind: 'RoleTooLow', needed: 'owner' });
  const target = room.members.get(command.userId);
  if (target === undefined) return refuse({ kind: 'TargetNotAMember', userId: command.userId });
  if (target === command.role) return accept();
  // The owner may not step down into a room without one; an admin may not push the owner out.
  if (target === 'owner') return refuse({ kind: role === 'owner' ? 'OwnerMustTransfer' : 'OwnerStays' });
  // Who steps down themselves takes nothing from anybody.
  if (target === 'admin' && role !== 'owner' && command.userId !== command.actorId) return refuse({ kind: 'RoleTooLow', needed: 'owner' });
  const changed: MemberRoleChanged = { type: 'MemberRoleChanged', data: { userId: command.userId, role: command.role } };
  if (command.role !== 'owner') return accept(changed);
  // First down, then up: between the two events a room has no owner, never two.
  return accept({ type: 'MemberRoleChanged', data: { userId: command.actorId, role: 'admin' } }, changed);
}

function decideDetails(command: ChangeRoomDetails, room: OpenRoom, role: Role): Decision {
  if (role === 'member') return refuse({ kind: 'RoleTooLow', needed: 'admin' });
  const name = command.name ?? room.name;
  if (name === null) return refuse({ kind: 'NameRequired' });
  const description = command.description === undefined ? room.description : command.description;
  const { pictureId, slowModeSeconds, historyVisibility, showsReceipts } = room;
  const settings: RoomSettings = { pictureId, slowModeSeconds, historyVisibility, showsReceipts, ...command.settings };
  const details = { name, description, ...settings };
  const changed: RoomDetail[] = keysOf(detailNames).flatMap((key) => (details[key] === room[key] ? [] : [detailNames[key]]));
  return changed.length === 0 ? accept() : accept({ type: 'RoomDetailsChanged', data: { ...details, changed } });
}

const detailNames = {
  name: 'name',
  description: 'description',
  pictureId: 'picture_url',
  slowModeSeconds: 'slow_mode_seconds',
  historyVisibility: 'history_visibility',
  showsReceipts: 'shows_receipts',
} as const satisfies Record<'name' | 'description' | keyof RoomSettings, RoomDetail>;

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record) as Key[];
}

function decideMute(command: MuteRoom, room: OpenRoom): Decision {
  const { actorId: userId, until } = command;
  if (until !== null && until <= command.now) return refuse({ kind: 'MuteOver' });
  const isMutedSo = room.mutes.get(userId) === until;
  return isMutedSo ? accept() : accept({ type: 'RoomMuted', data: { userId, until } });
}

function decideUnmute(userId: UserId, room: OpenRoom): Decision {
  return room.mutes.has(userId) ? accept({ type: 'RoomUnmuted', data: { userId } }) : accept();
}
