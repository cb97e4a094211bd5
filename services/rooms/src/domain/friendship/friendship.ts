import { assertNever, type UserId } from '@parley/contracts';
import type { FriendshipEvent, Request } from './friendship-events.ts';

/** What two people are to each other, as much of it as deciding needs. */
export type FriendshipState = {
  bond: { kind: 'none' } | ({ kind: 'requested' } & Request) | { kind: 'friends' };
  /** Were friends until one of them ended it, and are not again. */
  parted: boolean;
  /** Who has blocked the other: nobody, one of them, or both. */
  blockedBy: ReadonlySet<UserId>;
  /** Whose request was declined, and until when (ms) they cannot ask again. */
  quietUntilMs: ReadonlyMap<UserId, number>;
};

export const strangers: FriendshipState = { bond: { kind: 'none' }, parted: false, blockedBy: new Set(), quietUntilMs: new Map() };

export function evolveFriendship(state: FriendshipState, event: FriendshipEvent): FriendshipState {
  switch (event.type) {
    case 'FriendRequested':
      return { ...state, bond: { kind: 'requested', ...event.data } };
    case 'FriendRequestAccepted':
      return { ...state, bond: { kind: 'friends' }, parted: false, quietUntilMs: new Map() };
    case 'FriendRequestDeclined': {
      const quietUntilMs = new Map(state.quietUntilMs).set(event.data.fromId, Date.parse(event.data.quietUntil));
      return { ...state, bond: { kind: 'none' }, quietUntilMs };
    }
    case 'FriendRequestCancelled':
      return { ...state, bond: { kind: 'none' } };
    case 'FriendshipEnded':
      return { ...state, bond: { kind: 'none' }, parted: event.data.reason === 'removed' };
    case 'UserBlocked':
      return { ...state, blockedBy: new Set(state.blockedBy).add(event.data.blockerId) };
    case 'UserUnblocked':
      return { ...state, blockedBy: new Set([...state.blockedBy].filter((id) => id !== event.data.blockerId)) };
    default:
      return assertNever(event);
  }
}

/**
 * Why nobody can write in the direct room of these two, or null when they can. People who never were friends can: what closes a
 * room is a block, or a friendship that one of them ended.
 */
export function closedReason(state: Pick<FriendshipState, 'blockedBy' | 'parted'>): 'blocked' | 'not_friends' | null {
  if (state.blockedBy.size > 0) return 'blocked';
  return state.parted ? 'not_friends' : null;
}
