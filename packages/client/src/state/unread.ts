import { changesEarlier } from './change-timeline.ts';
import { isMentioned, type RoomState } from './room-state.ts';

/** The server's word on what is unread, counted up to `at`; without `at`, from one that does not tell. */
export type Told = { readonly at?: number | undefined; readonly unreadCount: number; readonly mentionCount?: number | undefined };
type Counts = { messages: number; mentions: number };

/** Where counting stops, one less is not known to be less. */
export const unreadCountMax = 10_000;

/**
 * Counts anew for the place where `lastReadSeq` is now: from the timeline where that reaches back far enough; else it is the server's
 * word, with what has happened since it was counted. Where neither can tell, the counts are old until somebody does.
 */
export function recount(state: RoomState, told?: Told): RoomState {
  const counted = state.lastReadSeq >= state.seq ? { messages: 0, mentions: 0 } : countAfter(state, state.lastReadSeq);
  if (counted) return withCounts(state, state.seq, counted);
  if (told?.at === undefined) return { ...state, unreadCount: told?.unreadCount ?? state.unreadCount, isCountOld: true };
  if (told.at >= state.seq) return takeTold(state, { ...told, at: told.at });
  const since = countSince(state, told.at);
  if (!since) return { ...state, unreadCount: told.unreadCount, isCountOld: true };
  const messages = told.unreadCount >= unreadCountMax ? told.unreadCount : told.unreadCount + since.messages;
  return withCounts(state, state.seq, {
    messages,
    ...(told.mentionCount === undefined ? {} : { mentions: told.mentionCount + since.mentions }),
  });
}

/** The server's word as it is; it may have seen more of the log than is applied here. */
export function takeTold(state: RoomState, { at, unreadCount, mentionCount }: Told & { at: number }): RoomState {
  return withCounts(state, at, { messages: unreadCount, ...(mentionCount === undefined ? {} : { mentions: mentionCount }) });
}

function withCounts(state: RoomState, at: number, { messages, mentions }: { messages: number; mentions?: number }): RoomState {
  const counted = { ...state, unreadCount: Math.max(0, messages), countedSeq: at, isCountOld: false };
  if (mentions === undefined || !state.info) return counted;
  return { ...counted, info: { ...state.info, mention_count: Math.max(0, mentions) }, mentionsSeq: at };
}

/** The viewer's news after a place, where the timeline reaches back that far and tells; undefined where it doesn't. */
function countAfter({ timeline, floor, viewerId, seq }: RoomState, after: number): Counts | undefined {
  if (floor > after) return undefined;
  const count = { messages: 0, mentions: 0 };
  for (let index = timeline.length - 1; index >= 0; index -= 1) {
    const entry = timeline[index];
    if (!entry || entry.seq <= after) break;
    if (entry.kind !== 'message' || entry.message.sender.id === viewerId) continue;
    // It counts until its deletion comes, and whether it mentioned the viewer nobody can tell any more.
    if (entry.awaitsDeletion) return undefined;
    const { is_deleted, is_edited } = entry.message;
    // Read from the server ahead of the log: whether it was changed by now, only the log will tell.
    if (entry.asOf > seq && (is_deleted || is_edited)) return undefined;
    if (is_deleted) continue;
    count.messages += 1;
    if (isMentioned(entry.message, viewerId)) count.mentions += 1;
  }
  return count;
}

/** How the viewer's news have changed since they were counted at `at`, where all of that is remembered. */
export function countSince(state: RoomState, at: number): Counts | undefined {
  if (state.recentFloor > at) return undefined;
  const count = countAfter(state, Math.max(at, state.lastReadSeq));
  if (!count) return undefined;
  for (const event of state.recent) {
    if (event.seq <= at || !changesEarlier(event)) continue;
    if (event.type !== 'message.deleted' && event.type !== 'message.edited') continue;
    const { sender_id, message_seq } = event.data;
    if (sender_id === state.viewerId || message_seq <= state.lastReadSeq || message_seq > at) continue;
    const isMention = Number(isMentioned(event.data, state.viewerId));
    if (event.type === 'message.edited') count.mentions += isMention - Number(isMentioned(event.data.previous, state.viewerId));
    else count.messages -= 1;
    if (event.type === 'message.deleted') count.mentions -= isMention;
  }
  return count;
}
