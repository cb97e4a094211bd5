import type { FriendRequestId, UserId } from '@parley/contracts';

/** How many friends each of the two has. */
export type FriendCounts = { actorFriends: number; otherFriends: number };

/**
 * What people ask of each other. Facts that lie outside the pair (who exists, how many friends each has, the time) are looked up by
 * the handler in the deciding transaction and come along, so that `decideFriendship` stays pure.
 */
export type RequestFriendship = FriendCounts & {
  kind: 'RequestFriendship';
  requestId: FriendRequestId;
  actorId: UserId;
  otherId: UserId;
  otherExists: boolean;
  atMs: number;
  /** The actor's requests that nobody has answered yet. */
  pendingRequests: number;
  /** The actor's requests within the last hour. */
  recentRequests: number;
};
export type AcceptRequest = FriendCounts & { kind: 'AcceptRequest'; requestId: FriendRequestId; actorId: UserId };
export type DeclineRequest = { kind: 'DeclineRequest'; requestId: FriendRequestId; actorId: UserId; atMs: number };
export type WithdrawRequest = { kind: 'WithdrawRequest'; requestId: FriendRequestId; actorId: UserId };
export type EndFriendship = { kind: 'EndFriendship'; actorId: UserId; otherId: UserId };
export type BlockUser = {
  kind: 'BlockUser';
  actorId: UserId;
  otherId: UserId;
  otherExists: boolean;
  atMs: number;
  /** How many people the actor has blocked. */
  blocks: number;
};
export type UnblockUser = { kind: 'UnblockUser'; actorId: UserId; otherId: UserId };

export type FriendshipCommand =
  | RequestFriendship
  | AcceptRequest
  | DeclineRequest
  | WithdrawRequest
  | EndFriendship
  | BlockUser
  | UnblockUser;
