import type { LogEvent, Member, Message, MessageDeleted, MessageEdited, MessagePosted, Role } from '@parley/contracts';
import { changesEarlier, changeTimeline, findMessage, previewOf } from './change-timeline.ts';
import { changePast } from './past.ts';
import { isMentioned, type RoomInfo, type RoomState, type TimelineEntry } from './room-state.ts';
import { unreadCountMax } from './unread.ts';

/**
 * The one place where an event of a room's log changes what a client shows: live, replayed after a loss, or on top of a
 * snapshot. Total and pure: an event that is not the next one (a duplicate, or one after a hole) changes nothing.
 * Step 10 of docs/walkthroughs/one-message.md.
 */
export function applyEvent(state: RoomState, event: LogEvent): RoomState {
  return applyEvents(state, [event]);
}

/** Many at once: what a sync brings. One copy of the timeline instead of one per event. */
export function applyEvents(state: RoomState, events: readonly LogEvent[]): RoomState {
  let next = state;
  let timeline: TimelineEntry[] | undefined;
  const past = state.past && [...state.past.timeline];
  for (const event of events) {
    if (event.seq !== next.seq + 1) continue;
    timeline ??= [...state.timeline];
    if (past) changePast(past, event, { viewerId: state.viewerId, timeline });
    changeTimeline(timeline, event, state);
    const entry = entryOf(event);
    if (entry) timeline.push(entry);
    next = remember(changeBy({ ...next, seq: event.seq, timeline }, event), event);
  }
  return timeline ? { ...next, timeline, past: state.past && past && { ...state.past, timeline: past } } : state;
}

/** Of changes, the last ones are kept: between the two bounds, so that not every one copies them all. */
const recentKept = 500;
const recentMax = 1_000;

function remember(state: RoomState, event: LogEvent): RoomState {
  if (!changesEarlier(event)) return state;
  const recent = [...state.recent, event];
  if (recent.length <= recentMax) return { ...state, recent };
  const recentFloor = recent[recent.length - recentKept - 1]?.seq ?? state.recentFloor;
  return { ...state, recent: recent.slice(-recentKept), recentFloor };
}

/** An event as a line of the conversation; undefined for a type that this client is too old to show. */
function entryOf(event: LogEvent): TimelineEntry | undefined {
  switch (event.type) {
    case 'message.posted':
      return {
        kind: 'message',
        seq: event.seq,
        message: messageOf(event),
        asOf: event.seq,
        isErased: event.data.is_deleted,
        awaitsDeletion: event.data.is_deleted,
      };
    case 'member.joined':
    case 'member.left':
    case 'member.role_changed':
    case 'room.updated':
      return { kind: 'notice', seq: event.seq, event };
    default:
      // A newer server's type: it takes its place in the order and shows nothing.
      return undefined;
  }
}

function changeBy(state: RoomState, event: LogEvent): RoomState {
  switch (event.type) {
    case 'message.posted':
      return countMessage(state, event);
    case 'message.edited':
      return recountEdited(state, event);
    case 'message.deleted':
      return discountDeleted(state, event);
    case 'member.joined': {
      const { user, role } = event.data;
      const joined: Member = { ...user, role, joined_at: event.at, status: 'offline', last_seen_at: null };
      const members = state.members && [...state.members.filter((member) => member.id !== user.id), joined];
      return withMembers(withOwnRole(state, user.id, role), members, 1);
    }
    case 'member.left': {
      const members = state.members?.filter((member) => member.id !== event.data.user.id) ?? null;
      return withMembers(state, members, -1);
    }
    case 'member.role_changed': {
      const { user, role } = event.data;
      const members = state.members?.map((member) => (member.id === user.id ? { ...member, role } : member)) ?? null;
      return withMembers(withOwnRole(state, user.id, role), members, 0);
    }
    case 'room.updated': {
      const { name, description, picture_url, is_writable: isWritable } = event.data;
      const updated = withInfo({ ...state, isWritable }, { is_writable: isWritable });
      // A direct room is named after the other person, by each of the two.
      if (state.type === 'direct') return updated;
      const { slow_mode_seconds, history_visibility, shows_receipts } = event.data;
      const settings = { slow_mode_seconds, history_visibility, shows_receipts };
      return withInfo(updated, { ...(name === null ? {} : { name }), description, picture_url, ...settings });
    }
    default:
      return state;
  }
}

function countMessage(state: RoomState, event: MessagePosted): RoomState {
  const { sender, content, message_type, is_deleted } = event.data;
  if (message_type !== 'text') return state;
  // Erased before it arrived: it never counts, and its deletion, which follows, takes nothing away.
  if (is_deleted) return state.info && event.seq > state.describedSeq ? withInfo(state, { last_activity_at: event.at }) : state;
  const isNews = sender.id !== state.viewerId && event.seq > state.lastReadSeq;
  const counted = isNews && event.seq > state.countedSeq ? { ...state, unreadCount: state.unreadCount + 1 } : state;
  const isMention = isNews && event.seq > state.mentionsSeq && isMentioned(event.data, state.viewerId);
  const { info } = counted;
  if (!info) return counted;
  const mentioned = isMention ? withInfo(counted, { mention_count: info.mention_count + 1 }) : counted;
  // Info read after this event knows a message that is newer still, or that this one is gone.
  if (event.seq <= state.describedSeq || (info.last_message?.seq ?? 0) > event.seq) return mentioned;
  return withInfo(mentioned, { last_activity_at: event.at, last_message: lastMessageOf(messageOf(event), content) });
}

function lastMessageOf({ sender, created_at, seq }: Message, content: string): RoomInfo['last_message'] {
  const { username: sender_username, display_name: sender_display_name } = sender;
  return { content: previewOf(content), sender_username, sender_display_name, created_at, seq };
}

function recountEdited(state: RoomState, { seq, data }: MessageEdited): RoomState {
  const step = Number(isMentioned(data, state.viewerId)) - Number(isMentioned(data.previous, state.viewerId));
  const mentioned = step !== 0 && isCounted(state, data, state.mentionsSeq, seq) ? stepMentions(state, step) : state;
  const last = mentioned.info?.last_message;
  if (!last || last.seq !== data.message_seq || seq <= state.describedSeq) return mentioned;
  return withInfo(mentioned, { last_message: { ...last, content: previewOf(data.content) } });
}

function discountDeleted(state: RoomState, { seq, data }: MessageDeleted): RoomState {
  const isUnread = isCounted(state, data, state.countedSeq, seq) && state.unreadCount < unreadCountMax;
  const counted = isUnread ? { ...state, unreadCount: Math.max(0, state.unreadCount - 1) } : state;
  const isMention = isMentioned(data, state.viewerId) && isCounted(state, data, state.mentionsSeq, seq);
  const mentioned = isMention ? stepMentions(counted, -1) : counted;
  if (mentioned.info?.last_message?.seq !== data.message_seq || seq <= state.describedSeq) return mentioned;
  // Null too where the timeline does not reach back: the next reading of the list tells.
  const before = state.timeline.findLast((entry) => entry.kind === 'message' && !entry.message.is_deleted && entry.seq < data.message_seq);
  const last_message = before?.kind === 'message' ? lastMessageOf(before.message, before.message.content) : null;
  return withInfo(mentioned, { last_message });
}

/** Whether a message is among those that a count, right up to `countedSeq`, has counted as the viewer's news. */
function isCounted(state: RoomState, about: { sender_id: string; message_seq: number }, countedSeq: number, eventSeq: number): boolean {
  if (eventSeq <= countedSeq || about.sender_id === state.viewerId || about.message_seq <= state.lastReadSeq) return false;
  return about.message_seq <= countedSeq || !findMessage(state.timeline, about.message_seq)?.isErased;
}

function stepMentions(state: RoomState, step: number): RoomState {
  return state.info ? withInfo(state, { mention_count: Math.max(0, state.info.mention_count + step) }) : state;
}

/** `step` is how the number of members changes, where they are not all known. */
function withMembers(state: RoomState, members: readonly Member[] | null, step: number): RoomState {
  const { info } = state;
  if (!info) return { ...state, members };
  const count = info.member_count + (state.seq > state.describedSeq ? step : 0);
  return withInfo({ ...state, members }, { member_count: members?.length ?? count });
}

function withOwnRole(state: RoomState, userId: string, role: Role): RoomState {
  return userId === state.viewerId ? withInfo(state, { role }) : state;
}

function withInfo(state: RoomState, change: Partial<RoomInfo>): RoomState {
  return state.info ? { ...state, info: { ...state.info, ...change } } : state;
}

function messageOf(event: MessagePosted): Message {
  const { id, client_id, sender, content, message_type, reply_to, attachments, mentions, mentions_everyone, is_deleted } = event.data;
  return {
    id,
    room_id: event.room_id,
    seq: event.seq,
    client_id,
    sender,
    content,
    message_type,
    event: null,
    created_at: event.at,
    reply_to,
    is_edited: false,
    is_deleted,
    is_pinned: false,
    reply_count: 0,
    mentions,
    mentions_everyone,
    reactions: [],
    attachments,
  };
}
