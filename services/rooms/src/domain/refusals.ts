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
  | { kind: 'RoleTooLow'; needed: 'admin' | 'owner' }
  | { kind: 'OwnerStays' }
  | { kind: 'OwnerMustTransfer' }
  /** A direct room is its two people: nobody is added or removed, nothing is renamed, nobody deletes it for the other. */
  | { kind: 'DirectRoomIsFixed' }
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
