import { assertNever, type FriendshipId, type PublishedRelationshipEvent, type UserId } from '@parley/contracts';
import type { StoredEvent } from '@parley/event-store';
import type { FriendshipEvent, Request } from '../domain/friendship/friendship-events.ts';
import { upcastFriendship } from '../domain/friendship/upcast-friendship.ts';

export function toPublishedRelationshipEvent(stored: StoredEvent): PublishedRelationshipEvent {
  const about = {
    friendship_id: stored.streamId as FriendshipId,
    at: stored.recordedAt.toISOString(),
    actor_id: (stored.metadata.actor_id ?? null) as UserId | null,
  };
  return { ...about, ...describe(upcastFriendship(stored)) };
}

/** `Omit` over a union, member by member. */
type Described<Event> = Event extends PublishedRelationshipEvent ? Pick<Event, 'type' | 'data'> : never;

function describe(event: FriendshipEvent): Described<PublishedRelationshipEvent> {
  switch (event.type) {
    case 'FriendRequested':
      return { type: 'friendship.requested', data: toRequest(event.data) };
    case 'FriendRequestAccepted':
      return { type: 'friendship.accepted', data: toRequest(event.data) };
    case 'FriendRequestDeclined':
      return { type: 'friendship.declined', data: toRequest(event.data) };
    case 'FriendRequestCancelled':
      return { type: 'friendship.cancelled', data: toRequest(event.data) };
    case 'FriendshipEnded':
      return { type: 'friendship.ended', data: { user_ids: event.data.userIds } };
    case 'UserBlocked':
      return { type: 'user.blocked', data: { blocker_id: event.data.blockerId, blocked_id: event.data.blockedId } };
    case 'UserUnblocked':
      return { type: 'user.unblocked', data: { blocker_id: event.data.blockerId, blocked_id: event.data.blockedId } };
    default:
      return assertNever(event);
  }
}

function toRequest({ requestId, fromId, toId }: Request) {
  return { request_id: requestId, from_id: fromId, to_id: toId };
}
