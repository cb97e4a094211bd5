import type { LogEvent } from '@parley/contracts';

/** Milliseconds of one monotonic clock: all clients of a run live in one process, so their times compare. */
export type Instant = number;

/** One message that somebody tried to send, once, however often their client repeated it. */
export type Attempt = {
  personId: string;
  roomId: string;
  clientId: string;
  content: string;
  startedAt: Instant;
  outcome:
    | { kind: 'acknowledged'; at: Instant; id: string; seq: number }
    /** For good: the client was told that it is not done. */
    | { kind: 'refused'; at: Instant; code: string }
    /** The client that sent it went away, and its outbox was taken over by the next one. */
    | { kind: 'carried' }
    | { kind: 'open' };
};

/** Something that somebody did to a message, once. `unknown`: refused, or without an answer; it may have been done all the same. */
export type Change = {
  personId: string;
  roomId: string;
  messageId: string;
  what: { kind: 'edit'; content: string } | { kind: 'delete' | 'pin' | 'unpin' } | { kind: 'react' | 'unreact'; emoji: string };
  outcome: 'done' | 'unknown';
};

/** What one client was shown of one room, without a gap: the events `from`, `from + 1`, … in this order. */
export type Stretch = { roomId: string; from: number; identities: string[] };

/** What a client shows of a room when everything has come to rest. */
export type FinalView = { roomId: string; seq: number; unreadCount: number; lastReadSeq: number; lines: readonly Line[] };
/** A message as it stands in the conversation: what it says, and in `text` everything that may change. */
export type Line = { seq: number; id: string; content: string; text: string };

export type PersonHistory = {
  personId: string;
  /** Although they never logged out. */
  isLoggedOut: boolean;
  stretches: readonly Stretch[];
  finalViews: readonly FinalView[];
};

/** A room as a newcomer reads it when everything has come to rest. */
export type RoomHistory = {
  roomId: string;
  /** Whether a member may read what was said before they came. */
  visibility: 'all' | 'joined';
  log: readonly LogEvent[];
  lines: readonly Line[];
  /** What the server tells each member: their place and what is unread. */
  readStates: ReadonlyMap<string, { lastReadSeq: number; unreadCount: number }>;
};

/** Everything that was seen of a run, from outside. */
export type History = {
  attempts: readonly Attempt[];
  changes: readonly Change[];
  rooms: readonly RoomHistory[];
  people: readonly PersonHistory[];
};

/** What makes an event itself, and stays when its content is erased. */
export function identityOf(event: LogEvent): string {
  switch (event.type) {
    case 'message.posted':
      return `posted ${event.data.id} ${event.data.sender.id} ${event.data.client_id}`;
    case 'member.joined':
    case 'member.left':
    case 'member.role_changed':
      return `${event.type} ${event.data.user.id}`;
    case 'message.edited':
    case 'message.deleted':
    case 'message.pinned':
    case 'message.unpinned':
      return `${event.type} ${event.data.id}`;
    case 'reaction.added':
    case 'reaction.removed':
      return `${event.type} ${event.data.id} ${event.data.emoji} ${event.data.user.id}`;
    default:
      return event.type;
  }
}

export function roomOf(history: History, roomId: string): RoomHistory | undefined {
  return history.rooms.find((room) => room.roomId === roomId);
}
