import { assertNever, limits, type UserId } from '@parley/contracts';
import type { FriendshipState } from './friendship.ts';
import type { AcceptRequest, BlockUser, FriendCounts, FriendshipCommand, RequestFriendship } from './friendship-commands.ts';
import type { FriendshipEvent, Request } from './friendship-events.ts';
import { accept, type FriendshipDecision, refuse } from './friendship-refusals.ts';

/** Who was declined cannot ask the same person again for so long. (It also keeps "not accepting" from meaning "blocked".) */
export const quietAfterDeclineMs = 7 * 24 * 60 * 60 * 1_000;

/**
 * The rules of friendship:
 *
 * - A request that crosses another accepts it; a repeated one is the same request.
 * - A block ends what there was (friendship, requests in either direction), and lets nothing begin. The blocked person is not told:
 *   they are refused in the words that meet others as well.
 * - Each of the two may block the other, whatever the other did.
 */
export function decideFriendship(command: FriendshipCommand, state: FriendshipState): FriendshipDecision {
  switch (command.kind) {
    case 'RequestFriendship':
      return decideRequest(command, state);
    case 'AcceptRequest':
      return decideAcceptance(command, state);
    case 'DeclineRequest': {
      const asked = pending(state, (one) => one.requestId === command.requestId && one.toId === command.actorId);
      return asked ? accept(declined(asked, command.atMs)) : refuse('RequestNotFound');
    }
    case 'WithdrawRequest': {
      const asked = pending(state, (one) => one.requestId === command.requestId && one.fromId === command.actorId);
      return asked ? accept({ type: 'FriendRequestCancelled', data: asked }) : refuse('RequestNotFound');
    }
    case 'EndFriendship':
      return state.bond.kind === 'friends' ? accept(ended(command, 'removed')) : refuse('NotFriends');
    case 'BlockUser':
      return decideBlock(command, state);
    case 'UnblockUser': {
      const data = { blockerId: command.actorId, blockedId: command.otherId };
      return state.blockedBy.has(command.actorId) ? accept({ type: 'UserUnblocked', data }) : accept();
    }
    default:
      return assertNever(command);
  }
}

function decideRequest(command: RequestFriendship, state: FriendshipState): FriendshipDecision {
  const { actorId, otherId, requestId } = command;
  if (actorId === otherId) return refuse('NotWithOneself');
  if (!command.otherExists) return { refusal: { kind: 'UserUnknown', userId: otherId } };
  if (state.blockedBy.has(actorId)) return refuse('YouBlockedThem');
  if (state.bond.kind === 'friends') return refuse('AlreadyFriends');
  if (pending(state, (one) => one.fromId === actorId)) return accept();
  const crossing = pending(state, (one) => one.fromId === otherId);
  if (crossing) return accepted(crossing, command);
  // Before whatever depends on the other person: how often one is refused must not tell why.
  if (command.recentRequests >= limits.friendRequestsPerHour) return refuse('TooManyRequestsLately');
  if (command.pendingRequests >= limits.friendRequestsPendingMax) return refuse('TooManyPendingRequests');
  if (command.actorFriends >= limits.friendsMax) return refuse('TooManyFriends');
  if (state.blockedBy.has(otherId)) return refuse('NotAccepting');
  if ((state.quietUntilMs.get(actorId) ?? 0) > command.atMs) return refuse('NotAccepting');
  if (command.otherFriends >= limits.friendsMax) return refuse('NotAccepting');
  return accept({ type: 'FriendRequested', data: { requestId, fromId: actorId, toId: otherId } });
}

function decideAcceptance(command: AcceptRequest, state: FriendshipState): FriendshipDecision {
  const asked = pending(state, (one) => one.requestId === command.requestId && one.toId === command.actorId);
  return asked ? accepted(asked, command) : refuse('RequestNotFound');
}

function accepted(request: Request, { actorFriends, otherFriends }: FriendCounts): FriendshipDecision {
  if (actorFriends >= limits.friendsMax) return refuse('TooManyFriends');
  if (otherFriends >= limits.friendsMax) return refuse('NotAccepting');
  return accept({ type: 'FriendRequestAccepted', data: request });
}

function decideBlock(command: BlockUser, state: FriendshipState): FriendshipDecision {
  const { actorId, otherId } = command;
  if (actorId === otherId) return refuse('NotWithOneself');
  if (!command.otherExists) return { refusal: { kind: 'UserUnknown', userId: otherId } };
  if (state.blockedBy.has(actorId)) return accept();
  if (command.blocks >= limits.blocksMax) return refuse('TooManyBlocks');
  const blocked: FriendshipEvent = { type: 'UserBlocked', data: { blockerId: actorId, blockedId: otherId } };
  if (state.bond.kind === 'friends') return accept(ended(command, 'blocked'), blocked);
  const own = pending(state, (one) => one.fromId === actorId);
  if (own) return accept({ type: 'FriendRequestCancelled', data: own }, blocked);
  const theirs = pending(state, (one) => one.fromId === otherId);
  return theirs ? accept(declined(theirs, command.atMs), blocked) : accept(blocked);
}

function pending({ bond }: FriendshipState, matches: (request: Request) => boolean): Request | undefined {
  if (bond.kind !== 'requested' || !matches(bond)) return undefined;
  const { requestId, fromId, toId } = bond;
  return { requestId, fromId, toId };
}

function declined(request: Request, atMs: number): FriendshipEvent {
  return { type: 'FriendRequestDeclined', data: { ...request, quietUntil: new Date(atMs + quietAfterDeclineMs).toISOString() } };
}

function ended({ actorId, otherId }: { actorId: UserId; otherId: UserId }, reason: 'removed' | 'blocked'): FriendshipEvent {
  return { type: 'FriendshipEnded', data: { userIds: actorId < otherId ? [actorId, otherId] : [otherId, actorId], reason } };
}
