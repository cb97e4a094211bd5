import type { UserId } from '@parley/contracts';
import type { FriendshipState } from './friendship.ts';
import type { FriendshipEvent } from './friendship-events.ts';

/**
 * What is left between two people when one of them deletes their account: nothing that they did. What the other one did stays, a block
 * for instance; it names nobody any more.
 */
export function decideForgetting(userId: UserId, [low, high]: readonly [UserId, UserId], state: FriendshipState): FriendshipEvent[] {
  const events: FriendshipEvent[] = [];
  if (state.bond.kind === 'friends') events.push({ type: 'FriendshipEnded', data: { userIds: [low, high], reason: 'removed' } });
  if (state.bond.kind === 'requested') {
    const { requestId, fromId, toId } = state.bond;
    events.push({ type: 'FriendRequestCancelled', data: { requestId, fromId, toId } });
  }
  const otherId = userId === low ? high : low;
  if (state.blockedBy.has(userId)) events.push({ type: 'UserUnblocked', data: { blockerId: userId, blockedId: otherId } });
  return events;
}
