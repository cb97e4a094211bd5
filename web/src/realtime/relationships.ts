import type { Block, Friend, FriendRequest } from '@parley/contracts';

export type Relationships = { friends: readonly Friend[]; requests: readonly FriendRequest[]; blocks: readonly Block[] };

/** How the viewer stands to somebody. A block comes before everything else. */
export type Standing = { kind: 'none' | 'friends' | 'blocked' } | { kind: 'incoming' | 'outgoing'; requestId: string };

export function standingOf({ friends, requests, blocks }: Relationships, userId: string): Standing {
  if (blocks.some((block) => block.user.id === userId)) return { kind: 'blocked' };
  if (friends.some((friend) => friend.id === userId)) return { kind: 'friends' };
  const request = requests.find(({ user }) => user.id === userId);
  return request ? { kind: request.direction, requestId: request.id } : { kind: 'none' };
}
