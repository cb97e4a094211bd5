import type { UserId } from '@parley/contracts';
import type { FriendshipEvent } from './friendship-events.ts';

/** Why a command is refused. `../../friendship-problems.ts` gives each its code on the wire. */
export type FriendshipRefusal =
  | { kind: 'NotWithOneself' }
  | { kind: 'UserUnknown'; userId: UserId }
  | { kind: 'YouBlockedThem' }
  /** They blocked the actor, declined lately, or have too many friends: which of these it is, is not told. */
  | { kind: 'NotAccepting' }
  | { kind: 'AlreadyFriends' }
  | { kind: 'NotFriends' }
  | { kind: 'RequestNotFound' }
  | { kind: 'TooManyFriends' }
  | { kind: 'TooManyPendingRequests' }
  | { kind: 'TooManyRequestsLately' }
  | { kind: 'TooManyBlocks' };

export type FriendshipDecision = { events: readonly FriendshipEvent[] } | { refusal: FriendshipRefusal };

export function accept(...events: FriendshipEvent[]): FriendshipDecision {
  return { events };
}

export function refuse(kind: Exclude<FriendshipRefusal['kind'], 'UserUnknown'>): FriendshipDecision {
  return { refusal: { kind } };
}
