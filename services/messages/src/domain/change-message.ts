import { assertNever, limits, type MessageChangeRequest, type Role, type RoomType, saysSomething, type UserId } from '@parley/contracts';
import type { AboutMessage, Mentioned, NewLogEvent } from './log-event.ts';

/** An edit comes with whom its text mentions, looked up in the room. */
export type MessageChange = Exclude<MessageChangeRequest, { kind: 'edit' }> | ({ kind: 'edit'; content: string } & Mentioned);

/** Who asks: somebody in the room, or an administrator of the server, who may delete. */
export type Asking = { userId: UserId; role: Role | 'administrator' };

/** What the decision needs to know of a message and its room. */
export type MessageState = Mentioned & {
  about: AboutMessage;
  roomType: RoomType;
  isWritable: boolean;
  content: string;
  hasAttachments: boolean;
  isDeleted: boolean;
  edits: number;
  isPinned: boolean;
  pinsInRoom: number;
  /** Who reacted how. Only what concerns the emoji and the person asked about needs to be here, and every kind. */
  reactions: ReadonlyMap<string, ReadonlySet<UserId>>;
};

export type ChangeRefusal =
  | 'forbidden'
  | 'room_closed'
  | 'message_deleted'
  | 'empty'
  | 'too_many_edits'
  | 'too_many_pins'
  | 'too_many_kinds';
export type ChangeDecision = { events: NewLogEvent[] } | { refused: ChangeRefusal };

const nothing: ChangeDecision = { events: [] };

/** The events that a change of a message leads to; none where it is so already. Pure. */
export function decide(change: MessageChange, { userId, role }: Asking, message: MessageState): ChangeDecision {
  const { about } = message;
  if (change.kind === 'delete') {
    if (about.sender_id !== userId && role === 'member') return { refused: 'forbidden' };
    if (message.isDeleted) return nothing;
    const { mentions, mentions_everyone } = message;
    return { events: [{ type: 'MessageDeleted', data: { ...about, mentions, mentions_everyone, actor_id: userId } }] };
  }
  if (role === 'administrator') return { refused: 'forbidden' };
  if (message.isDeleted) return { refused: 'message_deleted' };
  if (!message.isWritable) return { refused: 'room_closed' };
  switch (change.kind) {
    case 'edit':
      return decideEdit(change, userId, message);
    case 'pin':
    case 'unpin': {
      // In channels, what is pinned is what the room says of itself.
      if (message.roomType === 'channel' && role === 'member') return { refused: 'forbidden' };
      if (message.isPinned === (change.kind === 'pin')) return nothing;
      if (change.kind === 'unpin') return { events: [{ type: 'MessageUnpinned', data: { ...about, actor_id: userId } }] };
      if (message.pinsInRoom >= limits.pinsMax) return { refused: 'too_many_pins' };
      return { events: [{ type: 'MessagePinned', data: { ...about, actor_id: userId } }] };
    }
    case 'react':
    case 'unreact': {
      const kind = message.reactions.get(change.emoji);
      const data = { ...about, user_id: userId, emoji: change.emoji };
      if ((kind?.has(userId) ?? false) === (change.kind === 'react')) return nothing;
      if (change.kind === 'unreact') return { events: [{ type: 'ReactionRemoved', data }] };
      if (!kind && message.reactions.size >= limits.reactionKindsMax) return { refused: 'too_many_kinds' };
      return { events: [{ type: 'ReactionAdded', data }] };
    }
    default:
      return assertNever(change);
  }
}

function decideEdit(edit: Extract<MessageChange, { kind: 'edit' }>, userId: UserId, message: MessageState): ChangeDecision {
  if (message.about.sender_id !== userId) return { refused: 'forbidden' };
  if (!message.hasAttachments && !saysSomething({ content: edit.content })) return { refused: 'empty' };
  if (edit.content === message.content) return nothing;
  if (message.edits >= limits.editsMax) return { refused: 'too_many_edits' };
  const { content, mentions, mentions_everyone } = edit;
  const previous = { mentions: message.mentions, mentions_everyone: message.mentions_everyone };
  return {
    events: [{ type: 'MessageEdited', data: { ...message.about, actor_id: userId, content, mentions, mentions_everyone, previous } }],
  };
}

/** The message after `event`. */
export function evolve(message: MessageState, event: NewLogEvent): MessageState {
  switch (event.type) {
    case 'MessageEdited': {
      const { content, mentions, mentions_everyone } = event.data;
      return { ...message, content, mentions, mentions_everyone, edits: message.edits + 1 };
    }
    case 'MessageDeleted': {
      const gone = { content: '', mentions: [], mentions_everyone: null, hasAttachments: false, reactions: new Map() };
      return { ...message, ...gone, isDeleted: true, isPinned: false, pinsInRoom: message.pinsInRoom - (message.isPinned ? 1 : 0) };
    }
    case 'MessagePinned':
      return { ...message, isPinned: true, pinsInRoom: message.pinsInRoom + 1 };
    case 'MessageUnpinned':
      return { ...message, isPinned: false, pinsInRoom: message.pinsInRoom - 1 };
    case 'ReactionAdded': {
      const { emoji, user_id } = event.data;
      return {
        ...message,
        reactions: new Map([...message.reactions, [emoji, new Set([...(message.reactions.get(emoji) ?? []), user_id])]]),
      };
    }
    case 'ReactionRemoved': {
      const { emoji, user_id } = event.data;
      const left = new Set([...(message.reactions.get(emoji) ?? [])].filter((id) => id !== user_id));
      const reactions = new Map([...message.reactions, [emoji, left]]);
      return { ...message, reactions: new Map([...reactions].filter(([, people]) => people.size > 0)) };
    }
    case 'RoomOpened':
    case 'MemberJoined':
    case 'MemberLeft':
    case 'MemberRoleChanged':
    case 'RoomDetailsChanged':
    case 'WritingClosed':
    case 'WritingOpened':
    case 'RoomClosed':
    case 'MessagePosted':
      return message;
    default:
      return assertNever(event);
  }
}
