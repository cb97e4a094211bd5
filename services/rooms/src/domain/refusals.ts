import type { UserId } from '@parley/contracts';
import type { RoomEvent } from './room-events.ts';

/** Why a command is refused. `../refusal-problems.ts` gives each its code on the wire. */
export type RoomRefusal =
  | { kind: 'RoomNotFound' }
  /** The one who asks is not in the room. */
  | { kind: 'NotAMember' }
  /** The one who is to be removed or promoted is not in the room. */
  | { kind: 'TargetNotAMember'; userId: UserId }
  | { kind: 'AlreadyMember'; userId: UserId }
  | { kind: 'UsersUnknown'; userIds: readonly UserId[] }
  /** In as many rooms as one can be in. */
  | { kind: 'TooManyRooms'; userIds: readonly UserId[] }
  | { kind: 'RoleTooLow'; needed: 'admin' | 'owner' }
  | { kind: 'OwnerStays' }
  | { kind: 'OwnerMustTransfer' }
  /** A direct room is its two people: nobody is added or removed, nothing is renamed, nobody deletes it for the other. */
  | { kind: 'DirectRoomIsFixed' }
  /** There is none, or not any more: withdrawn, expired, used up, or its room deleted. Which of these is nobody's business. */
  | { kind: 'InviteInvalid' }
  | { kind: 'TooManyInvites' }
  /** Muting until a time that has passed. */
  | { kind: 'MuteOver' }
  | { kind: 'DirectNeedsOneOther' }
  | { kind: 'YouBlockedThem' }
  /** They blocked the actor, or one of the two ended their friendship: which of these it is, is not told. */
  | { kind: 'NotAccepting' }
  | { kind: 'NameRequired' }
  | { kind: 'SlugOnlyForChannels' }
  | { kind: 'SlugTaken'; slug: string };

export type Decision = { events: readonly RoomEvent[] } | { refusal: RoomRefusal };

export function accept(...events: RoomEvent[]): Decision {
  return { events };
}

export function refuse(refusal: RoomRefusal): Decision {
  return { refusal };
}
