import type { Role, RoomId, RoomType, UserId } from '@parley/contracts';
import type { WritingClosedReason } from './room-events.ts';

/**
 * What people ask of a room. `actorId` asks. Facts that lie outside the room (who exists, which slugs are in use) are looked up by
 * the handler in the deciding transaction and come along, so that `decide` stays pure.
 */
export type CreateRoom = {
  kind: 'CreateRoom';
  roomId: RoomId;
  actorId: UserId;
  type: RoomType;
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  memberIds: readonly UserId[];
  unknownUserIds: ReadonlySet<UserId>;
  slugTaken: boolean;
  /** Of a direct room: why these two cannot have one now. */
  pairClosed?: 'you_blocked' | 'not_accepting' | undefined;
};
export type AddMembers = {
  kind: 'AddMembers';
  actorId: UserId;
  userIds: readonly UserId[];
  /** When the caller named one person, "is in already" is an answer; in a list it is skipped. */
  refuseExisting: boolean;
  unknownUserIds: ReadonlySet<UserId>;
};
export type JoinRoom = { kind: 'JoinRoom'; actorId: UserId; unknownUserIds: ReadonlySet<UserId> };
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
};
export type DeleteRoom = { kind: 'DeleteRoom'; actorId: UserId };
/** Follows from what the two people of a direct room are to each other; nobody asks for it by itself. */
export type SetWriting = { kind: 'SetWriting'; closed: WritingClosedReason | null };

/** Commands on a room that exists. */
export type RoomChange = AddMembers | JoinRoom | LeaveRoom | RemoveMember | ChangeMemberRole | ChangeRoomDetails | DeleteRoom;
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
