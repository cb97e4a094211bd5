import type { LogEvent, Member, Message, MessagePosted, Role } from '@parley/contracts';
import type { RoomInfo, RoomState, TimelineEntry } from './room-state.ts';

/**
 * The one place where an event of a room's log changes what a client shows: live, replayed after a loss, or on top of a
 * snapshot. Total and pure: an event that is not the next one (a duplicate, or one after a hole) changes nothing.
 * Step 10 of docs/walkthroughs/one-message.md.
 */
export function applyEvent(state: RoomState, event: LogEvent): RoomState {
  if (event.seq !== state.seq + 1) return state;
  const entry = entryOf(event);
  const timeline = entry ? [...state.timeline, entry] : state.timeline;
  return changeBy({ ...state, seq: event.seq, timeline }, event);
}

/** Many at once: what a sync brings. One copy of the timeline instead of one per event. */
export function applyEvents(state: RoomState, events: readonly LogEvent[]): RoomState {
  let next = state;
  const timeline = [...state.timeline];
  for (const event of events) {
    if (event.seq !== next.seq + 1) continue;
    const entry = entryOf(event);
    if (entry) timeline.push(entry);
    next = changeBy({ ...next, seq: event.seq }, event);
  }
  return next === state ? state : { ...next, timeline };
}

/** An event as a line of the conversation; undefined for a type that this client is too old to show. */
function entryOf(event: LogEvent): TimelineEntry | undefined {
  switch (event.type) {
    case 'message.posted':
      return { kind: 'message', seq: event.seq, message: messageOf(event) };
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
      // A direct room is named after the other person, by each of the two.
      if (state.type === 'direct') return state;
      const { name, description, picture_url, slow_mode_seconds, history_visibility, shows_receipts } = event.data;
      const settings = { slow_mode_seconds, history_visibility, shows_receipts };
      return withInfo(state, { ...(name === null ? {} : { name }), description, picture_url, ...settings });
    }
    default:
      return state;
  }
}

function countMessage(state: RoomState, event: MessagePosted): RoomState {
  const { sender, content, message_type, mentions } = event.data;
  if (message_type !== 'text') return state;
  const isNews = sender.id !== state.viewerId && event.seq > state.lastReadSeq && event.seq > state.countedSeq;
  const counted = isNews ? { ...state, unreadCount: state.unreadCount + 1 } : state;
  const { info } = state;
  // Info read after this event knows a message that is newer still.
  if (!info || (info.last_message?.seq ?? 0) > event.seq) return counted;
  const isMention = isNews && mentions.some((userId) => userId === state.viewerId);
  return withInfo(counted, {
    last_activity_at: event.at,
    last_message: { content: previewOf(content), sender_username: sender.username, created_at: event.at, seq: event.seq },
    mention_count: info.mention_count + (isMention ? 1 : 0),
  });
}

/** As long as the server's own previews are. */
const previewLength = 200;

function previewOf(content: string): string {
  return content.length <= previewLength ? content : [...content].slice(0, previewLength).join('');
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
  const { id, client_id, sender, content, message_type, reply_to, attachments } = event.data;
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
    reactions: [],
    attachments,
  };
}
