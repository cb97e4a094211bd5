import type { History, LogEvent, Member, Message, ReadyRoom, RoomSummary } from '@parley/contracts';
import { changeTimeline } from './change-timeline.ts';
import { countUnread, type Notice, type RoomState, type TimelineEntry } from './room-state.ts';

/** What `ready` tells of a room that is known already. */
export function applyReady(state: RoomState, room: ReadyRoom): RoomState {
  return withCounts(state, { at: room.head, lastReadSeq: room.last_read_seq, unreadCount: room.unread_count });
}

/** The room as the list knows it, which may be older or newer than the log that is applied here. */
export function applySummary(state: RoomState, summary: RoomSummary): RoomState {
  const { id, type, head, last_read_seq: lastReadSeq, unread_count: unreadCount, ...info } = summary;
  const isOlder = head < state.seq;
  // Read before events that are applied already: what those told is newer.
  if (isOlder && state.info) return state;
  const described = { ...state, info, isWritable: info.is_writable, describedSeq: head, mentionsSeq: head };
  return withCounts(described, { at: head, lastReadSeq, unreadCount });
}

function withCounts(state: RoomState, given: { at: number; lastReadSeq: number; unreadCount: number }): RoomState {
  // Own reading that the server doesn't know yet stays; a count from before the applied events is not taken back.
  if (given.at < state.seq || given.lastReadSeq < state.lastReadSeq) return applyRead(state, given.lastReadSeq);
  return { ...state, lastReadSeq: given.lastReadSeq, unreadCount: given.unreadCount, countedSeq: given.at };
}

/**
 * A page of history that ends where the timeline begins (`before` = `floor + 1`), made current by what happened since it was read.
 * Any other page changes nothing.
 */
export function applyHistory(state: RoomState, before: number, page: History): RoomState {
  if (before !== state.floor + 1) return state;
  // Older than what is remembered of changes: nobody can tell what it lacks. It is to be read again.
  if (page.head < state.recentFloor) return state;
  const older = page.messages.map((message) => entryOfMessage(message, page.head));
  const first = older[0];
  const floor = page.has_more ? (page.next_cursor === null ? (first?.seq ?? 1) - 1 : Number(page.next_cursor) - 1) : 0;
  const timeline = [...older, ...state.timeline];
  for (const event of state.recent) changeTimeline(older, event, timeline);
  return { ...state, floor, timeline: [...older, ...state.timeline] };
}

export function applyMembers(state: RoomState, members: readonly Member[]): RoomState {
  return { ...state, members, info: state.info && { ...state.info, member_count: members.length } };
}

/**
 * The viewer has read up to `lastReadSeq`, here or on another device. Counted from the timeline where that reaches back
 * far enough; otherwise `unreadCount` is the server's word, or what was known before.
 */
export function applyRead(state: RoomState, lastReadSeq: number, unreadCount?: number): RoomState {
  if (lastReadSeq <= state.lastReadSeq) return state;
  const counted = lastReadSeq >= state.seq ? { messages: 0, mentions: 0 } : countUnread(state, lastReadSeq);
  if (counted === undefined) return { ...state, lastReadSeq, unreadCount: unreadCount ?? state.unreadCount };
  const info = state.info && { ...state.info, mention_count: counted.mentions };
  return { ...state, info, lastReadSeq, unreadCount: counted.messages, countedSeq: state.seq, mentionsSeq: state.seq };
}

/** Marked as unread on purpose, here or on another device: the only way for the cursor to move back. */
export function applyUnread(state: RoomState, lastReadSeq: number, unreadCount?: number): RoomState {
  if (lastReadSeq >= state.lastReadSeq) return state;
  const counted = countUnread(state, lastReadSeq);
  if (counted === undefined) return { ...state, lastReadSeq, unreadCount: unreadCount ?? state.unreadCount, countedSeq: state.seq };
  const info = state.info && { ...state.info, mention_count: counted.mentions };
  return { ...state, info, lastReadSeq, unreadCount: counted.messages, countedSeq: state.seq, mentionsSeq: state.seq };
}

/** Forgets all but the newest `keep` lines; they can be loaded again. */
export function trimTimeline(state: RoomState, keep: number): RoomState {
  const excess = state.timeline.length - keep;
  const last = state.timeline[excess - 1];
  return excess > 0 && last ? { ...state, floor: last.seq, timeline: state.timeline.slice(excess) } : state;
}

/** System lines carry the event that they tell of: history and log then give the same line. */
function entryOfMessage(message: Message, asOf: number): TimelineEntry {
  const { event } = message;
  if (event && isNotice(event)) return { kind: 'notice', seq: message.seq, event };
  return { kind: 'message', seq: message.seq, message, asOf, isErased: false };
}

function isNotice(event: LogEvent): event is Notice {
  return event.type !== 'message.posted' && !('message_seq' in event.data);
}
