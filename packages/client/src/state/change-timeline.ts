import type { LogEvent, Message, MessageChange, ReplyPreview } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import type { MessageEntry, TimelineEntry } from './room-state.ts';

/** As long as the server's own previews are. */
const previewLength = 200;

export function previewOf(content: string): string {
  return content.length <= previewLength ? content : [...content].slice(0, previewLength).join('');
}

/**
 * What an event changes in lines that are there already; `entries` is changed in place. A line that was read from the server later
 * than the event (`asOf`) has the change. `known` is where a message is looked up that the change is about, `entries` by default.
 */
export function changeTimeline(
  entries: TimelineEntry[],
  event: LogEvent,
  { viewerId, known = entries }: { viewerId: string; known?: readonly TimelineEntry[] },
): void {
  switch (event.type) {
    case 'message.posted': {
      const { reply_to, is_deleted } = event.data;
      if (reply_to && !is_deleted) changeMessage(entries, reply_to.seq, event, (parent) => withReplies(parent, 1));
      return;
    }
    case 'message.edited': {
      const { id, content, mentions, mentions_everyone } = event.data;
      const change = { content, mentions, mentions_everyone, is_edited: true };
      changeMessage(entries, event.data.message_seq, event, (message) => (message.is_deleted ? message : { ...message, ...change }));
      changePreviews(entries, id, event, { content: previewOf(content) });
      return;
    }
    case 'message.deleted': {
      const { id, message_seq } = event.data;
      const deleted = findMessage(known, message_seq);
      const parentSeq = deleted?.message.reply_to?.seq;
      changeMessage(entries, message_seq, event, emptied);
      changePreviews(entries, id, event, { content: '', is_deleted: true });
      const parent = parentSeq === undefined ? undefined : findMessage(entries, parentSeq);
      if (!deleted || !parent || (deleted.isErased && message_seq > parent.asOf)) return;
      changeMessage(entries, parent.seq, event, (message) => withReplies(message, -1));
      return;
    }
    case 'message.pinned':
    case 'message.unpinned': {
      const is_pinned = event.type === 'message.pinned';
      changeMessage(entries, event.data.message_seq, event, (message) => (message.is_deleted ? message : { ...message, is_pinned }));
      return;
    }
    case 'reaction.added':
    case 'reaction.removed': {
      const { emoji, user, message_seq } = event.data;
      const react = event.type === 'reaction.added' ? withReaction : withoutReaction;
      const isViewer = user.id === viewerId;
      const entry = findMessage(entries, message_seq);
      const whose = { userId: user.id, isViewer, isAfterAhead: entry?.ahead?.includes(emoji) === true };
      changeMessage(entries, message_seq, event, (message) => (message.is_deleted ? message : react(message, emoji, whose)));
      if (isViewer && whose.isAfterAhead) noLongerAhead(entries, message_seq, event, emoji);
      return;
    }
    default:
  }
}

const changeTypes: ReadonlySet<string> = new Set<MessageChange['type']>([
  'message.edited',
  'message.deleted',
  'message.pinned',
  'message.unpinned',
  'reaction.added',
  'reaction.removed',
]);

/** Whether an event may change a line before it. */
export function changesEarlier(event: LogEvent): boolean {
  return event.type === 'message.posted' ? event.data.reply_to !== null : changeTypes.has(event.type);
}

export function findMessage(entries: readonly TimelineEntry[], seq: number): MessageEntry | undefined {
  const entry = entries[placeOf(entries, seq)];
  return entry?.kind === 'message' && entry.seq === seq ? entry : undefined;
}

/** Entries are in order of `seq`: by halving. */
function placeOf(entries: readonly TimelineEntry[], seq: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function changeMessage(entries: TimelineEntry[], seq: number, event: LogEvent, change: (message: Message) => Message): void {
  const entry = findMessage(entries, seq);
  if (!entry || event.seq <= entry.asOf) return;
  entries[placeOf(entries, seq)] = {
    ...entry,
    message: change(entry.message),
    awaitsDeletion: entry.awaitsDeletion && !isDeletionOf(event, seq),
  };
}

/** The event has come of what was shown before it. */
function noLongerAhead(entries: TimelineEntry[], seq: number, event: LogEvent, emoji: string): void {
  const entry = findMessage(entries, seq);
  if (!entry || event.seq <= entry.asOf) return;
  entries[placeOf(entries, seq)] = { ...entry, ahead: without(entry.ahead, emoji) };
}

const without = (ahead: readonly string[] = [], emoji: string) => ahead.filter((one) => one !== emoji);

function isDeletionOf(event: LogEvent, seq: number): boolean {
  return event.type === 'message.deleted' && event.data.message_seq === seq;
}

function changePreviews(entries: TimelineEntry[], id: string, event: LogEvent, change: Partial<ReplyPreview>): void {
  for (const [index, entry] of entries.entries()) {
    if (entry.kind !== 'message' || entry.message.reply_to?.id !== id || event.seq <= entry.asOf) continue;
    entries[index] = { ...entry, message: { ...entry.message, reply_to: { ...entry.message.reply_to, ...change } } };
  }
}

function emptied(message: Message): Message {
  const nothing = { content: '', reactions: [], attachments: [], mentions: [], mentions_everyone: null };
  return { ...message, ...nothing, is_deleted: true, is_edited: false, is_pinned: false };
}

function withReplies(message: Message, step: 1 | -1): Message {
  // Where counting stops, one less is not known to be less.
  if (message.reply_count >= limits.replyCountMax) return message;
  return { ...message, reply_count: Math.max(0, message.reply_count + step) };
}

/** A reaction of the viewer's own before its event came; the event then only gives it its place. */
export function reactAhead(
  entries: readonly TimelineEntry[],
  messageId: string,
  emoji: string,
  viewerId: string,
  isOn: boolean,
): readonly TimelineEntry[] {
  const whose = { userId: viewerId as UserIds[number], isViewer: true, isAfterAhead: false };
  const index = entries.findLastIndex((entry) => entry.kind === 'message' && entry.message.id === messageId);
  const entry = entries[index];
  if (entry?.kind !== 'message' || entry.message.is_deleted) return entries;
  const people = entry.message.reactions.find((reaction) => reaction.emoji === emoji)?.user_ids ?? [];
  if (people.includes(whose.userId) === isOn) return entries;
  const message = isOn ? withReaction(entry.message, emoji, whose) : withoutReaction(entry.message, emoji, whose);
  const others = without(entry.ahead, emoji);
  return entries.with(index, { ...entry, message, ahead: isOn ? [...others, emoji] : others });
}

type UserIds = Message['reactions'][number]['user_ids'];
/** Of many who reacted one way some are listed, and the viewer always: only of others it is not known whether they are among them. */
type Whose = {
  userId: UserIds[number];
  isViewer: boolean;
  /** The viewer's own reaction of this kind is shown, and its event has not come. */
  isAfterAhead: boolean;
};

function withReaction(message: Message, emoji: string, { userId, isViewer, isAfterAhead }: Whose): Message {
  const kind = message.reactions.find((reaction) => reaction.emoji === emoji);
  if (!kind) return { ...message, reactions: [...message.reactions, { emoji, count: 1, user_ids: [userId] }] };
  if (kind.user_ids.includes(userId)) return isViewer ? inPlace(message, kind, userId) : message;
  const isListed = isViewer || kind.user_ids.length < limits.reactionPeopleShown;
  const more = { emoji, count: kind.count + 1, user_ids: isListed ? [...kind.user_ids, userId] : kind.user_ids };
  // Only the viewer's stood there, ahead of its event: this is the first of its kind, and the kinds that came meanwhile are before it.
  if (isAfterAhead && kind.count === 1) return atTheEnd(message, kind, more);
  return withKind(message, more);
}

function atTheEnd(message: Message, kind: Message['reactions'][number], changed = kind): Message {
  return { ...message, reactions: [...message.reactions.filter((reaction) => reaction !== kind), changed] };
}

/** It was shown ahead of its event: those whose events came meanwhile were before it. */
function inPlace(message: Message, kind: Message['reactions'][number], userId: UserIds[number]): Message {
  if (kind.count > 1) return withKind(message, { ...kind, user_ids: [...kind.user_ids.filter((id) => id !== userId), userId] });
  return atTheEnd(message, kind);
}

function withoutReaction(message: Message, emoji: string, { userId, isViewer }: Whose): Message {
  const kind = message.reactions.find((reaction) => reaction.emoji === emoji);
  if (!kind) return message;
  // Taken back before the event came, or never seen among so many.
  const isListed = kind.user_ids.includes(userId);
  if (!isListed && (isViewer || kind.user_ids.length === kind.count)) return message;
  return withKind(message, { emoji, count: kind.count - 1, user_ids: kind.user_ids.filter((id) => id !== userId) });
}

function withKind(message: Message, kind: Message['reactions'][number]): Message {
  const reactions = message.reactions.map((reaction) => (reaction.emoji === kind.emoji ? kind : reaction));
  return { ...message, reactions: reactions.filter((reaction) => reaction.count > 0) };
}
