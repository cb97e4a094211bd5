import type { LogEvent, MessageChange, Profile, ReplyPreview, RoomId, Seq } from '@parley/contracts';
import { assertNever, mediaUrl } from '@parley/contracts';
import type { PlacedLogEvent } from '../domain/log-event.ts';
import { profileOf } from '../projections/users/user-profiles.ts';

export type Names = ReadonlyMap<string, Profile>;

/** The ids of the people that an event names. */
export function peopleIn(event: PlacedLogEvent): string[] {
  switch (event.type) {
    case 'MessagePosted':
      return [event.data.sender_id];
    case 'ReactionAdded':
    case 'ReactionRemoved':
      return [event.data.user_id];
    case 'MemberJoined':
    case 'MemberLeft':
    case 'MemberRoleChanged':
      return event.data.actor_id ? [event.data.user_id, event.data.actor_id] : [event.data.user_id];
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'MessagePinned':
    case 'MessageUnpinned':
    case 'RoomOpened':
    case 'RoomDetailsChanged':
    case 'WritingClosed':
    case 'WritingOpened':
    case 'RoomClosed':
      return event.data.actor_id ? [event.data.actor_id] : [];
    default:
      return assertNever(event);
  }
}

/** A stored event → what clients receive; ids become profiles. Undefined for what ends the log rather than adding to it. */
export function toLogEvent(event: PlacedLogEvent, names: Names, reply: ReplyPreview | null): LogEvent | undefined {
  const place = { room_id: event.roomId as RoomId, seq: event.seq as Seq, at: event.at.toISOString() };
  switch (event.type) {
    case 'MessagePosted': {
      const { message_id, client_id, sender_id, content, attachments, mentions, mentions_everyone } = event.data;
      const sender = profileOf(names, sender_id);
      const data = { id: message_id, client_id, sender, content, message_type: 'text' as const };
      const is_deleted = event.data.erased === true;
      return { type: 'message.posted', ...place, data: { ...data, reply_to: reply, attachments, mentions, mentions_everyone, is_deleted } };
    }
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'MessagePinned':
    case 'MessageUnpinned':
    case 'ReactionAdded':
    case 'ReactionRemoved':
      return toMessageChange(event, names);
    case 'MemberJoined':
      return { type: 'member.joined', ...place, data: { ...about(event.data, names), role: event.data.role } };
    case 'MemberLeft':
      return { type: 'member.left', ...place, data: { ...about(event.data, names), reason: event.data.reason } };
    case 'MemberRoleChanged':
      return { type: 'member.role_changed', ...place, data: { ...about(event.data, names), role: event.data.role } };
    case 'RoomOpened':
    case 'RoomDetailsChanged': {
      const { name, description, picture_id, slow_mode_seconds, history_visibility, shows_receipts, actor_id } = event.data;
      const picture_url = picture_id === null ? null : mediaUrl(picture_id);
      const settings = { slow_mode_seconds, history_visibility, shows_receipts, is_writable: true };
      // The line that opens the room is kept like those that change it: nothing was otherwise before.
      const changed = event.type === 'RoomDetailsChanged' && event.seq > 1 ? event.data.changed : [];
      const actor = actorOf(actor_id, names);
      return { type: 'room.updated', ...place, data: { name, description, picture_url, ...settings, changed, actor } };
    }
    // Only direct rooms are closed for writing, and those have no details of their own.
    case 'WritingClosed':
    case 'WritingOpened': {
      const settings = { slow_mode_seconds: 0, history_visibility: 'all', shows_receipts: false } as const;
      const data = {
        name: null,
        description: null,
        picture_url: null,
        ...settings,
        is_writable: event.type === 'WritingOpened',
        changed: ['is_writable' as const],
        actor: null,
      };
      return { type: 'room.updated', ...place, data };
    }
    case 'RoomClosed':
      return undefined;
    default:
      return assertNever(event);
  }
}

type ChangeEvent = Extract<PlacedLogEvent, { data: { message_seq: number } }>;

function toMessageChange(event: ChangeEvent, names: Names): MessageChange {
  const place = { room_id: event.roomId, seq: event.seq as Seq, at: event.at.toISOString() };
  const { message_id: id, message_seq, sender_id } = event.data;
  const about = { id, message_seq };
  switch (event.type) {
    case 'MessageEdited': {
      const { content, mentions, mentions_everyone, previous, actor_id, erased } = event.data;
      const text = { content, mentions, mentions_everyone, previous, edited_at: place.at, is_deleted: erased === true };
      return { type: 'message.edited', ...place, data: { ...about, sender_id, ...text, actor: profileOf(names, actor_id) } };
    }
    case 'MessageDeleted': {
      const { mentions, mentions_everyone, actor_id } = event.data;
      const data = { ...about, sender_id, mentions, mentions_everyone, actor: actorOf(actor_id, names) };
      return { type: 'message.deleted', ...place, data };
    }
    case 'MessagePinned':
      return { type: 'message.pinned', ...place, data: { ...about, actor: profileOf(names, event.data.actor_id) } };
    case 'MessageUnpinned':
      return { type: 'message.unpinned', ...place, data: { ...about, actor: actorOf(event.data.actor_id, names) } };
    case 'ReactionAdded':
      return {
        type: 'reaction.added',
        ...place,
        data: { ...about, emoji: event.data.emoji, user: profileOf(names, event.data.user_id), sender_id },
      };
    case 'ReactionRemoved':
      return {
        type: 'reaction.removed',
        ...place,
        data: { ...about, emoji: event.data.emoji, user: profileOf(names, event.data.user_id) },
      };
    default:
      return assertNever(event);
  }
}

function about(data: { user_id: string; actor_id: string | null }, names: Names): { user: Profile; actor: Profile | null } {
  return { user: profileOf(names, data.user_id), actor: actorOf(data.actor_id, names) };
}

function actorOf(id: string | null, names: Names): Profile | null {
  return id === null ? null : profileOf(names, id);
}
