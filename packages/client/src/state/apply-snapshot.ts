import type { History, Member, ReadyRoom, RoomSummary } from '@parley/contracts';
import { currentEntries, floorOf } from './entries-of-page.ts';
import { meet } from './past.ts';
import type { RoomState } from './room-state.ts';
import { countSince, recount, type Told, takeTold } from './unread.ts';

/** What `ready` tells of a room that is known already. */
export function applyReady(state: RoomState, room: ReadyRoom): RoomState {
  const told = { at: room.head, unreadCount: room.unread_count, mentionCount: room.mention_count };
  return applyTold(state, room.last_read_seq, told);
}

/** The room as the list knows it, which may be older or newer than the log that is applied here. */
export function applySummary(state: RoomState, summary: RoomSummary): RoomState {
  const { id, type, head, last_read_seq: lastReadSeq, unread_count: unreadCount, ...info } = summary;
  // Read before events that are applied already: what those told is newer.
  const known = state.isInfoOld ? null : state.info;
  if (head < state.seq && known)
    return state.isCountOld ? applyTold(state, lastReadSeq, { at: head, unreadCount, mentionCount: info.mention_count }) : state;
  const told = { at: head, unreadCount, mentionCount: info.mention_count };
  const described = { ...state, info, isInfoOld: false, isWritable: info.is_writable, describedSeq: head, mentionsSeq: head };
  if (lastReadSeq >= state.lastReadSeq) return sinceDescribed(applyTold(described, lastReadSeq, told));
  // Own reading that the server doesn't know yet stays, with what was counted for it.
  if (!known) return sinceDescribed(recount(described));
  return { ...described, info: { ...info, mention_count: known.mention_count }, mentionsSeq: state.mentionsSeq };
}

function applyTold(state: RoomState, lastReadSeq: number, told: Told & { at: number }): RoomState {
  // Own reading that the server doesn't know yet stays; a count from before the applied events is not taken back.
  if (lastReadSeq < state.lastReadSeq) return state;
  if (told.at >= state.seq) return takeTold({ ...state, lastReadSeq }, told);
  return applyRead(state, lastReadSeq, told);
}

/** A description that is older than what is applied, of a room that had none: the lines that are there tell what it lacks. */
function sinceDescribed(state: RoomState): RoomState {
  const { info, describedSeq, seq } = state;
  if (!info || describedSeq >= seq) return state;
  const since = state.mentionsSeq < seq ? countSince(state, state.mentionsSeq) : undefined;
  const mention_count = Math.max(0, info.mention_count + (since?.mentions ?? 0));
  return { ...state, info: { ...info, mention_count }, ...(since ? { mentionsSeq: seq } : {}) };
}

/**
 * A page of history that ends where the timeline begins (`before` = `floor + 1`), made current by what happened since it was read.
 * Any other page changes nothing.
 */
export function applyHistory(state: RoomState, before: number, page: History): RoomState {
  if (before !== state.floor + 1) return state;
  // Older than what is remembered of changes: nobody can tell what it lacks. It is to be read again.
  if (page.head < state.recentFloor) return state;
  const older = currentEntries(state, page, state.timeline);
  return meet({ ...state, floor: floorOf(page), timeline: [...older, ...state.timeline] });
}

export function applyMembers(state: RoomState, members: readonly Member[]): RoomState {
  return { ...state, members, info: state.info && { ...state.info, member_count: members.length } };
}

/** The viewer has read up to `lastReadSeq`, here or on another device; `told` is the server's word on what is left. */
export function applyRead(state: RoomState, lastReadSeq: number, told?: Told): RoomState {
  if (lastReadSeq > state.lastReadSeq) return recount({ ...state, lastReadSeq }, told);
  return lastReadSeq === state.lastReadSeq ? settleCount(state, told) : state;
}

/** Marked as unread on purpose, here or on another device: the only way for the cursor to move back. */
export function applyUnread(state: RoomState, lastReadSeq: number, told?: Told): RoomState {
  if (lastReadSeq < state.lastReadSeq) return recount({ ...state, lastReadSeq }, told);
  return lastReadSeq === state.lastReadSeq ? settleCount(state, told) : state;
}

function settleCount(state: RoomState, told: Told | undefined): RoomState {
  return state.isCountOld && told ? recount(state, told) : state;
}

/** Forgets all but the newest `keep` lines; they can be loaded again. */
export function trimTimeline(state: RoomState, keep: number): RoomState {
  const excess = state.timeline.length - keep;
  const last = state.timeline[excess - 1];
  return excess > 0 && last ? { ...state, floor: last.seq, timeline: state.timeline.slice(excess) } : state;
}
