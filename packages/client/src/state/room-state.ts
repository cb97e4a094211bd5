import type { LogEvent, Member, Message, MessageChange, MessagePosted, ReadyRoom, RoomId, RoomSummary, RoomType } from '@parley/contracts';

/** A line of the room's log that nobody wrote: somebody joined, the room was renamed. */
export type Notice = Exclude<LogEvent, MessagePosted | MessageChange>;
/**
 * A message as it is. `asOf`: it was read with the events up to there; what comes later is applied to it. What was erased before it
 * arrived was never counted, and awaits the deletion that says so.
 */
export type MessageEntry = {
  readonly kind: 'message';
  readonly seq: number;
  readonly message: Message;
  readonly asOf: number;
  readonly isErased: boolean;
  readonly awaitsDeletion: boolean;
  /** Emoji that the viewer has reacted with, shown before their events came. */
  readonly ahead?: readonly string[];
};
/** One line of the conversation. `seq` orders them and is unique in the room. */
export type TimelineEntry = MessageEntry | { readonly kind: 'notice'; readonly seq: number; readonly event: Notice };

/**
 * A stretch of the log far above the timeline, where somebody has jumped to: every line with `floor < seq ≤ top`, in order. `top` lies
 * below the timeline's own floor; once it reaches that, the two are one. Kept current like the timeline, but for one thing: the deletion
 * of an answer that lies between the two does not tell what it answered, whose count stays one too high until it is read again.
 */
export type Past = { readonly floor: number; readonly top: number; readonly timeline: readonly TimelineEntry[] };

/** What the room list shows of a room besides its place in the log and what is unread. */
export type RoomInfo = Omit<RoomSummary, 'id' | 'type' | 'head' | 'last_read_seq' | 'unread_count'>;

/**
 * What a client knows of a room. Immutable: every change makes a new one and shares the rest.
 *
 * Invariants:
 * - `seq` is the last event of the log that is applied; the next one to apply is `seq + 1`.
 * - `timeline` holds every line with `floor < seq ≤ this.seq`, in order. Older ones are loaded, newer ones arrive.
 * - `unreadCount` counts events up to `countedSeq`; those after it are added as they are applied. `info.member_count` does
 *   the same with `describedSeq`, `info.mention_count` with `mentionsSeq`. They may be ahead of `seq`: whoever gave the count had seen more of the log.
 */
export type RoomState = {
  readonly id: RoomId;
  readonly type: RoomType;
  /** Whose view this is: own messages are not unread. */
  readonly viewerId: string;
  readonly seq: number;
  readonly floor: number;
  readonly timeline: readonly TimelineEntry[];
  readonly past: Past | null;
  /** How far the viewer has read, on any device. */
  readonly lastReadSeq: number;
  readonly unreadCount: number;
  readonly countedSeq: number;
  /** The viewer has read on, and how much is left nobody here can tell: the counts are those from before until the server tells. */
  readonly isCountOld: boolean;
  /** False once a block or an ended friendship has closed a direct room: what is sent there is refused with `room_closed`. */
  readonly isWritable: boolean;
  /** Null until read over HTTP. */
  readonly info: RoomInfo | null;
  /** The log was skipped since: what it told meanwhile is not in `info`. */
  readonly isInfoOld: boolean;
  readonly describedSeq: number;
  readonly mentionsSeq: number;
  /** Events after `recentFloor` that change lines before them: a page of history that was read before them is made current. */
  readonly recent: readonly LogEvent[];
  readonly recentFloor: number;
  /** Null until read over HTTP. In order of joining. */
  readonly members: readonly Member[] | null;
};

/** A room of which nothing is known but what `ready` tells: it starts at `at`, usually its head. */
export function openRoomState(room: ReadyRoom, viewerId: string, at: number = room.head): RoomState {
  return {
    id: room.id,
    type: room.type,
    viewerId,
    seq: at,
    floor: at,
    timeline: [],
    past: null,
    lastReadSeq: room.last_read_seq,
    unreadCount: room.unread_count,
    countedSeq: room.head,
    isCountOld: false,
    isWritable: room.is_writable ?? true,
    info: null,
    isInfoOld: false,
    describedSeq: 0,
    mentionsSeq: 0,
    recent: [],
    recentFloor: at,
    members: null,
  };
}

type Mentioning = { readonly mentions: readonly string[]; readonly mentions_everyone: string | null };

export function isMentioned({ mentions, mentions_everyone }: Mentioning, userId: string): boolean {
  return mentions_everyone !== null || mentions.includes(userId);
}
