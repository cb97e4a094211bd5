import { limits, type Role } from '@parley/contracts';
import { accept, type Decision, refuse } from './refusals.ts';
import type { Invite, OpenRoom, RoomState } from './room.ts';
import type { AcceptInvite, CreateInvite, RevokeInvite } from './room-commands.ts';

/** Owner and admins invite. An invitation outlives the rank of who made it, like everything else they did for the room. */
export function decideInvite(command: CreateInvite, room: OpenRoom, role: Role): Decision {
  if (role === 'member') return refuse({ kind: 'RoleTooLow', needed: 'admin' });
  const usable = [...room.invites.values()].filter((invite) => isUsable(invite, command.now));
  if (usable.length >= limits.invitesPerRoom) return refuse({ kind: 'TooManyInvites' });
  const { code, actorId: createdBy, expiresAt, maxUses } = command;
  return accept({ type: 'InviteCreated', data: { code, createdBy, expiresAt, maxUses } });
}

/** By owner and admins, and by whoever made it. */
export function decideRevocation(command: RevokeInvite, room: OpenRoom, role: Role): Decision {
  const invite = room.invites.get(command.code);
  if (!invite) return refuse({ kind: 'InviteInvalid' });
  if (role === 'member' && invite.createdBy !== command.actorId) return refuse({ kind: 'RoleTooLow', needed: 'admin' });
  return accept({ type: 'InviteRevoked', data: { code: command.code } });
}

/** Decided under the room's lock, so that the last use is given away once, however many want it at the same time. */
export function decideAcceptance(command: AcceptInvite, state: RoomState): Decision {
  const { actorId: userId, code } = command;
  if (state.status !== 'open') return refuse({ kind: 'InviteInvalid' });
  const invite = state.invites.get(code);
  if (!invite || !isUsable(invite, command.now)) return refuse({ kind: 'InviteInvalid' });
  if (state.members.has(userId)) return refuse({ kind: 'AlreadyMember', userId });
  if (command.unknownUserIds.has(userId)) return refuse({ kind: 'UsersUnknown', userIds: [userId] });
  if (command.fullUserIds.has(userId)) return refuse({ kind: 'TooManyRooms', userIds: [userId] });
  return accept(
    { type: 'InviteAccepted', data: { code, userId } },
    { type: 'MembersAdded', data: { members: [{ userId, role: 'member' }], via: 'invite' } },
  );
}

function isUsable(invite: Invite, now: string): boolean {
  return (invite.expiresAt === null || invite.expiresAt > now) && (invite.maxUses === null || invite.uses < invite.maxUses);
}
