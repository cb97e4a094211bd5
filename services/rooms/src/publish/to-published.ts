import { assertNever, type PublishedRoomEvent, type RoomId, type UserId } from '@parley/contracts';
import type { StoredEvent } from '@parley/event-store';
import { isFriendshipEventType } from '../domain/friendship/upcast-friendship.ts';
import type { RoomEvent, RoomMember, RoomSettings } from '../domain/room-events.ts';
import { upcast } from '../domain/upcast.ts';
import { toPublishedRelationshipEvent } from './to-published-relationship.ts';

/** Stored events → published ones, the only place where the two meet. Of invitations nothing is published but who came in with one. */
export async function toPublished(stored: readonly StoredEvent[]): Promise<Array<{ type: string; payload: string } | undefined>> {
  return stored.map((one) => {
    const published = isFriendshipEventType(one.type) ? toPublishedRelationshipEvent(one) : toPublishedRoomEvent(one);
    return published && { type: published.type, payload: JSON.stringify(published) };
  });
}

export function toPublishedRoomEvent(stored: StoredEvent): PublishedRoomEvent | undefined {
  const described = describe(upcast(stored));
  if (!described) return undefined;
  const about = {
    room_id: stored.streamId as RoomId,
    at: stored.recordedAt.toISOString(),
    actor_id: (stored.metadata.actor_id ?? null) as UserId | null,
  };
  return { ...about, ...described };
}

/** `Omit` over a union, member by member. */
type Described<Event> = Event extends PublishedRoomEvent ? Pick<Event, 'type' | 'data'> : never;

function describe(event: RoomEvent): Described<PublishedRoomEvent> | undefined {
  switch (event.type) {
    case 'RoomCreated': {
      const { type, name, slug, description, members } = event.data;
      const data = { type, name, slug, description, ...toSettings(event.data), members: members.map(toMember) };
      return { type: 'room.created', data };
    }
    case 'MembersAdded':
      return { type: 'room.members_added', data: { members: event.data.members.map(toMember), via: event.data.via } };
    case 'MemberRemoved':
      return { type: 'room.member_removed', data: { user_id: event.data.userId, reason: event.data.reason } };
    case 'MemberRoleChanged':
      return { type: 'room.member_role_changed', data: { user_id: event.data.userId, role: event.data.role } };
    case 'RoomDetailsChanged':
      return {
        type: 'room.details_changed',
        data: { name: event.data.name, description: event.data.description, ...toSettings(event.data), changed: event.data.changed },
      };
    case 'RoomMuted':
      return { type: 'room.muted', data: { user_id: event.data.userId, muted_until: event.data.until } };
    case 'RoomUnmuted':
      return { type: 'room.unmuted', data: { user_id: event.data.userId } };
    case 'InviteCreated':
    case 'InviteRevoked':
    case 'InviteAccepted':
      return undefined;
    case 'WritingClosed':
      return { type: 'room.writing_closed', data: { reason: event.data.reason } };
    case 'WritingOpened':
      return { type: 'room.writing_opened', data: {} };
    case 'RoomDeleted':
      return { type: 'room.deleted', data: {} };
    default:
      return assertNever(event);
  }
}

function toMember(member: RoomMember): { user_id: UserId; role: RoomMember['role'] } {
  return { user_id: member.userId, role: member.role };
}

function toSettings({ pictureId, slowModeSeconds, historyVisibility, showsReceipts }: RoomSettings) {
  return {
    picture_id: pictureId,
    slow_mode_seconds: slowModeSeconds,
    history_visibility: historyVisibility,
    shows_receipts: showsReceipts,
  };
}
