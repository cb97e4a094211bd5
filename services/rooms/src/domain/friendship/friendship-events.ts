import type { FriendRequestId, UserId } from '@parley/contracts';

/** What the store keeps about two people. Stream id = friendship id, made from the pair. Versions and upcasting as for rooms. */
export type Request = { requestId: FriendRequestId; fromId: UserId; toId: UserId };

export type FriendRequested = { type: 'FriendRequested'; data: Request };
export type FriendRequestAccepted = { type: 'FriendRequestAccepted'; data: Request };
/** `quietUntil`: before that the one who asked cannot ask again. */
export type FriendRequestDeclined = { type: 'FriendRequestDeclined'; data: Request & { quietUntil: string } };
export type FriendRequestCancelled = { type: 'FriendRequestCancelled'; data: Request };
/** `removed`: one of them ended it, which closes their direct room until they are friends again. `blocked`: a block did. */
export type FriendshipEnded = { type: 'FriendshipEnded'; data: { userIds: [UserId, UserId]; reason: 'removed' | 'blocked' } };
export type UserBlocked = { type: 'UserBlocked'; data: { blockerId: UserId; blockedId: UserId } };
export type UserUnblocked = { type: 'UserUnblocked'; data: { blockerId: UserId; blockedId: UserId } };

export type FriendshipEvent =
  | FriendRequested
  | FriendRequestAccepted
  | FriendRequestDeclined
  | FriendRequestCancelled
  | FriendshipEnded
  | UserBlocked
  | UserUnblocked;
export type FriendshipEventType = FriendshipEvent['type'];

/** Every event type with the schema version that is written today. */
export const friendshipEventVersions = {
  FriendRequested: 1,
  FriendRequestAccepted: 1,
  FriendRequestDeclined: 1,
  FriendRequestCancelled: 1,
  FriendshipEnded: 1,
  UserBlocked: 1,
  UserUnblocked: 1,
} as const satisfies Record<FriendshipEventType, number>;
