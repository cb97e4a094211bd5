import { assertNever, type LogEventType } from '@parley/contracts';
import type { StoredEvent, ToPublished } from '@parley/event-store';
import type { LogEventName } from '../domain/log-event.ts';
import { parseLogEvent } from '../domain/parse-log-event.ts';
import { type LogFrameSources, toLogEvents } from './log-frames.ts';

/** `room.closed` tells gateways that a room is over; it is no line of the log that clients see. */
export type PublishedType = LogEventType | 'room.closed';

/** Stored event → published event: the payload is the very frame that clients receive. Step 6 of docs/walkthroughs/one-message.md. */
export function createToPublished(sources: LogFrameSources): ToPublished {
  return async (stored: StoredEvent[]) => {
    const events = stored.map(parseLogEvent);
    const shown = await toLogEvents(sources, events);
    return events.map((event, index) => {
      const type = publishedType(event.type);
      const payload = shown[index] ?? { type, room_id: event.roomId, seq: event.seq, at: event.at.toISOString(), data: {} };
      return { type, payload: JSON.stringify(payload) };
    });
  };
}

/** Joins stored and published names; the compiler asks for a place for every new event. */
export function publishedType(name: LogEventName): PublishedType {
  switch (name) {
    case 'MessagePosted':
      return 'message.posted';
    case 'MessageEdited':
      return 'message.edited';
    case 'MessageDeleted':
      return 'message.deleted';
    case 'MessagePinned':
      return 'message.pinned';
    case 'MessageUnpinned':
      return 'message.unpinned';
    case 'ReactionAdded':
      return 'reaction.added';
    case 'ReactionRemoved':
      return 'reaction.removed';
    case 'MemberJoined':
      return 'member.joined';
    case 'MemberLeft':
      return 'member.left';
    case 'MemberRoleChanged':
      return 'member.role_changed';
    case 'RoomOpened':
    case 'RoomDetailsChanged':
    case 'WritingClosed':
    case 'WritingOpened':
      return 'room.updated';
    case 'RoomClosed':
      return 'room.closed';
    default:
      return assertNever(name);
  }
}
