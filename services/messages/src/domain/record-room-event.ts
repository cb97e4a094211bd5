import { assertNever, type PublishedRoomEvent, type UserId } from '@parley/contracts';
import type { NewLogEvent, RoomDetails } from './log-event.ts';

/** What the decision needs to know of the log so far: whether it is open, and who of those named is in the room. */
export type RoomLogState = { opened: boolean; closed: boolean; writingClosed: boolean; present: ReadonlySet<UserId> };

export const initial: RoomLogState = { opened: false, closed: false, writingClosed: false, present: new Set() };

/**
 * The lines that a membership decision of `rooms` adds to the log. Pure; deciding the same event on the state after it
 * adds nothing, so a replay from the owner is harmless.
 */
export function decide(event: PublishedRoomEvent, state: RoomLogState): NewLogEvent[] {
  const actor_id = event.actor_id;
  if (state.closed) return [];
  if (event.type !== 'room.created' && !state.opened) return [];
  switch (event.type) {
    case 'room.created': {
      if (state.opened) return [];
      const { type, members } = event.data;
      return [{ type: 'RoomOpened', data: { type, ...detailsIn(event.data), actor_id } }, ...joined(members, state, actor_id)];
    }
    case 'room.members_added':
      return joined(event.data.members, state, actor_id);
    case 'room.member_removed': {
      const { user_id, reason } = event.data;
      return state.present.has(user_id) ? [{ type: 'MemberLeft', data: { user_id, reason, actor_id } }] : [];
    }
    case 'room.member_role_changed': {
      const { user_id, role } = event.data;
      return state.present.has(user_id) ? [{ type: 'MemberRoleChanged', data: { user_id, role, actor_id } }] : [];
    }
    case 'room.details_changed':
      return [{ type: 'RoomDetailsChanged', data: { ...detailsIn(event.data), changed: event.data.changed, actor_id } }];
    case 'room.writing_closed':
      return state.writingClosed ? [] : [{ type: 'WritingClosed', data: { actor_id: null } }];
    case 'room.writing_opened':
      return state.writingClosed ? [{ type: 'WritingOpened', data: { actor_id: null } }] : [];
    case 'room.muted':
    case 'room.unmuted':
      return [];
    case 'room.deleted':
      return [{ type: 'RoomClosed', data: { actor_id } }];
    default:
      return assertNever(event);
  }
}

/** The state after `event`. */
export function evolve(state: RoomLogState, event: NewLogEvent): RoomLogState {
  switch (event.type) {
    case 'RoomOpened':
      return { ...state, opened: true };
    case 'MemberJoined':
      return { ...state, present: new Set([...state.present, event.data.user_id]) };
    case 'MemberLeft':
      return { ...state, present: new Set([...state.present].filter((id) => id !== event.data.user_id)) };
    case 'WritingClosed':
      return { ...state, writingClosed: true };
    case 'WritingOpened':
      return { ...state, writingClosed: false };
    case 'RoomClosed':
      return { ...state, closed: true };
    case 'MemberRoleChanged':
    case 'RoomDetailsChanged':
    case 'MessagePosted':
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'MessagePinned':
    case 'MessageUnpinned':
    case 'ReactionAdded':
    case 'ReactionRemoved':
      return state;
    default:
      return assertNever(event);
  }
}

/** The people whose presence in the room `decide` asks about. */
export function peopleNamed(event: PublishedRoomEvent): UserId[] {
  switch (event.type) {
    case 'room.created':
    case 'room.members_added':
      return event.data.members.map((member) => member.user_id);
    case 'room.member_removed':
    case 'room.member_role_changed':
      return [event.data.user_id];
    case 'room.details_changed':
    case 'room.writing_closed':
    case 'room.writing_opened':
    case 'room.muted':
    case 'room.unmuted':
    case 'room.deleted':
      return [];
    default:
      return assertNever(event);
  }
}

type Joining = Extract<PublishedRoomEvent, { type: 'room.members_added' }>['data']['members'];

function joined(members: Joining, state: RoomLogState, actor_id: UserId | null): NewLogEvent[] {
  return members
    .filter((member) => !state.present.has(member.user_id))
    .map((member) => ({ type: 'MemberJoined', data: { user_id: member.user_id, role: member.role, actor_id } }));
}

function detailsIn({ name, description, picture_id, slow_mode_seconds, history_visibility, shows_receipts }: RoomDetails): RoomDetails {
  return { name, description, picture_id, slow_mode_seconds, history_visibility, shows_receipts };
}
