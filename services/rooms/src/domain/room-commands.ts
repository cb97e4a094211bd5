import type { Role, RoomId, RoomType, UserId } from '@parley/contracts';
import type { RoomSettings, WritingClosedReason } from './room-events.ts';

/** Who may not become a member, as far as it does not depend on the room. */
export type OutsideFacts = {
  unknownUserIds: ReadonlySet<UserId>;
  /** In as many rooms as one can be in. */
  fullUserIds: ReadonlySet<UserId>;
};

/**
 * What people ask of a room. `actorId` asks. Facts that lie outside the room (who exists, which slugs are in use) are looked up by
 * the handler in the deciding transaction and come along, so that `decide` stays pure.
 */
export type CreateRoom = OutsideFacts & {
  kind: 'CreateRoom';
  roomId: RoomId;
  actorId: UserId;
  type: RoomType;
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  settings?: Partial<RoomSettings> | undefined;
  memberIds: readonly UserId[];
  slugTaken: boolean;
  /** Of a direct room: why these two cannot have one now. */
  pairClosed?: 'you_blocked' | 'not_accepting' | undefined;
};
export type AddMembers = OutsideFacts & {
  kind: 'AddMembers';
  actorId: UserId;
  userIds: readonly UserId[];
  /** When the caller named one person, "is in already" is an answer; in a list it is skipped. */
  refuseExisting: boolean;
};
export type JoinRoom = OutsideFacts & { kind: 'JoinRoom'; actorId: UserId };
export type LeaveRoom = { kind: 'LeaveRoom'; actorId: UserId };
/** Of oneself: the same as leaving. */
export type RemoveMember = { kind: 'RemoveMember'; actorId: UserId; userId: UserId };
/** `role: 'owner'` hands the room over. */
export type ChangeMemberRole = { kind: 'ChangeMemberRole'; actorId: UserId; userId: UserId; role: Role };
/** Only what is present changes. */
export type ChangeRoomDetails = {
  kind: 'ChangeRoomDetails';
  actorId: UserId;
  name?: string | undefined;
  description?: string | null | undefined;
  settings?: Partial<RoomSettings> | undefined;
};
export type DeleteRoom = { kind: 'DeleteRoom'; actorId: UserId };
/** Follows from what the two people of a direct room are to each other; nobody asks for it by itself. */
export type SetWriting = { kind: 'SetWriting'; closed: WritingClosedReason | null };
/** By somebody who runs the server, whatever the room. That they may is for the handler to make sure of. */
export type DeleteRoomAsAdministrator = { kind: 'DeleteRoomAsAdministrator'; actorId: UserId };
/** For oneself. `until` is RFC 3339, like every time here; null: for good. */
export type MuteRoom = { kind: 'MuteRoom'; actorId: UserId; until: string | null; now: string };
export type UnmuteRoom = { kind: 'UnmuteRoom'; actorId: UserId };
export type CreateInvite = {
  kind: 'CreateInvite';
  actorId: UserId;
  code: string;
  expiresAt: string | null;
  maxUses: number | null;
  now: string;
};
export type RevokeInvite = { kind: 'RevokeInvite'; actorId: UserId; code: string };
export type AcceptInvite = OutsideFacts & { kind: 'AcceptInvite'; actorId: UserId; code: string; now: string };

/** Commands on a room that exists. */
export type RoomChange =
  | AddMembers
  | JoinRoom
  | LeaveRoom
  | RemoveMember
  | ChangeMemberRole
  | ChangeRoomDetails
  | MuteRoom
  | UnmuteRoom
  | CreateInvite
  | RevokeInvite
  | AcceptInvite
  | DeleteRoom
  | DeleteRoomAsAdministrator;
export type RoomCommand = CreateRoom | SetWriting | RoomChange;

/** The people whose membership `decide` may look up: all that has to be loaded of a room's members. */
export function peopleNamedBy(command: RoomCommand): readonly UserId[] {
  switch (command.kind) {
    case 'CreateRoom':
    case 'SetWriting':
      return [];
    case 'AddMembers':
      return [command.actorId, ...command.userIds];
    case 'RemoveMember':
    case 'ChangeMemberRole':
      return [command.actorId, command.userId];
    default:
      return [command.actorId];
  }
}

/** The invitations that `decide` may look up: one, all that can still be used at a time, or none. */
export function invitesNamedBy(command: RoomCommand): { code: string } | { usableAt: string } | undefined {
  switch (command.kind) {
    case 'CreateInvite':
      return { usableAt: command.now };
    case 'RevokeInvite':
    case 'AcceptInvite':
      return { code: command.code };
    default:
      return undefined;
  }
}
