import { assertNever } from './assert-never.ts';
import { describeRoomChange } from './describe-room-change.ts';
import type { LogEvent } from './events/message-events.ts';

/** The English line that stands for an event of a room's log which is not a person's message. No zod here: clients use it. */
export function describeLogEvent(event: LogEvent): string {
  switch (event.type) {
    case 'message.posted':
      return event.data.content;
    case 'message.edited':
      return `${event.data.actor.display_name} edited a message`;
    case 'message.deleted':
      return `${event.data.actor?.display_name ?? 'Somebody'} deleted a message`;
    case 'message.pinned':
      return `${event.data.actor.display_name} pinned a message`;
    case 'message.unpinned':
      return `${event.data.actor?.display_name ?? 'Somebody'} unpinned a message`;
    case 'reaction.added':
      return `${event.data.user.display_name} reacted with ${event.data.emoji}`;
    case 'reaction.removed':
      return `${event.data.user.display_name} took back ${event.data.emoji}`;
    case 'member.joined': {
      const { user, actor } = event.data;
      return actor && actor.id !== user.id ? `${actor.display_name} added ${user.display_name}` : `${user.display_name} joined`;
    }
    case 'member.left': {
      const { user, actor, reason } = event.data;
      return reason === 'removed' && actor ? `${actor.display_name} removed ${user.display_name}` : `${user.display_name} left`;
    }
    case 'member.role_changed':
      return `${event.data.user.display_name} is now ${event.data.role}`;
    case 'room.updated': {
      const who = event.data.actor?.display_name ?? 'Somebody';
      if (event.seq === 1) return `${who} started the conversation`;
      // Who closed a direct room is not told.
      if (!event.data.is_writable) return 'Nobody can write here any more';
      if (event.data.changed.includes('is_writable')) return 'It is possible to write here again';
      return `${who} ${describeRoomChange(event.data)}`;
    }
    default:
      return assertNever(event);
  }
}
