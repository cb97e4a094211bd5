import type { History, LogEvent, Message, MessagePosted, Profile, Reaction, RoomSummary } from '@parley/contracts';
import { at, me, person, plainMessage, posted, roomId } from './samples.ts';

/** What somebody does to the messages of a room, as numbers that the model makes sense of. */
export type Action = { kind: number; who: number; target: number; value: number };
type Text = Message & { deletedAt: number };

const room = roomId(1);
const people = [me, person(2), person(3)];
const emojis = ['👍', '🎉', ':parrot:'];

/** A server in a few lines: the log that actions make, and what HTTP would answer at any point of it. */
export function createModelServer(actions: readonly Action[]) {
  const log: LogEvent[] = [];
  const texts: Text[] = [];
  /** Every state of every message, by the `seq` that made it. */
  const states: Array<{ seq: number; texts: Text[] }> = [{ seq: 0, texts: [] }];
  for (const action of actions) {
    const event = perform(action, log.length + 1, texts);
    if (!event) continue;
    log.push(event);
    states.push({ seq: event.seq, texts: texts.map((text) => ({ ...text })) });
  }

  const textsAt = (head: number): Text[] => (states[head]?.texts ?? []).map((text) => withThread(text, states[head]?.texts ?? []));

  return {
    log,
    /** As the server tells the log once all of it has happened: what was deleted since is told without its text. */
    served: (after: number, upTo: number) => log.slice(after, upTo).map((event) => serve(event, textsAt(log.length))),
    history: (head: number, before = head + 1): History => ({
      messages: textsAt(head)
        .filter((text) => text.seq < before)
        .map(({ deletedAt, ...message }) => message),
      next_cursor: null,
      has_more: false,
      head,
    }),
    summary: (head: number, lastRead: number) => summaryOf(textsAt(head), head, lastRead),
  };
}

function perform({ kind, who, target, value }: Action, seq: number, texts: Text[]): LogEvent | undefined {
  const actor = people[who % people.length] ?? me;
  const place = { room_id: room, seq: seq as LogEvent['seq'], at: at(seq) };
  const index = texts.length === 0 ? -1 : target % texts.length;
  const text = texts[index];
  const mentions = value % 3 === 0 && actor.id !== me.id ? [me.id] : [];
  const mentions_everyone = value % 7 === 0 ? ('here' as const) : null;
  if (kind < 4 || !text) {
    const reply_to = kind === 1 && text && !text.is_deleted ? previewOf(text) : null;
    const event = posted(room, seq, actor, `message ${seq}`);
    const data = { ...event.data, mentions, mentions_everyone, reply_to };
    texts.push({ ...plainMessage, ...bare(event), mentions, mentions_everyone, reply_to, deletedAt: 0 });
    return { ...event, data };
  }
  if (text.is_deleted) return undefined;
  const about = { id: text.id, message_seq: text.seq };
  const change = (next: Partial<Text>) => void texts.splice(index, 1, { ...text, ...next });
  if (kind === 4) {
    const content = `edit ${seq}`;
    const previous = { mentions: text.mentions, mentions_everyone: text.mentions_everyone };
    change({ content, is_edited: true, mentions, mentions_everyone });
    const data = { ...about, sender_id: text.sender.id, content, mentions, mentions_everyone, previous };
    return { type: 'message.edited', ...place, data: { ...data, edited_at: place.at, actor: text.sender, is_deleted: false } };
  }
  if (kind === 5) {
    const lost = { sender_id: text.sender.id, mentions: text.mentions, mentions_everyone: text.mentions_everyone };
    change({ ...plainMessage, content: '', is_deleted: true, deletedAt: seq });
    return { type: 'message.deleted', ...place, data: { ...about, ...lost, actor } };
  }
  if (kind === 6) {
    change({ is_pinned: !text.is_pinned });
    return { type: text.is_pinned ? 'message.unpinned' : 'message.pinned', ...place, data: { ...about, actor } };
  }
  const emoji = emojis[value % emojis.length] ?? '👍';
  const isOn = text.reactions.some((reaction) => reaction.emoji === emoji && reaction.user_ids.includes(actor.id));
  change({ reactions: toggled(text.reactions, emoji, actor, isOn) });
  return { type: isOn ? 'reaction.removed' : 'reaction.added', ...place, data: { ...about, emoji, user: actor } };
}

function toggled(reactions: readonly Reaction[], emoji: string, { id }: Profile, isOn: boolean): Reaction[] {
  const ids = reactions.find((reaction) => reaction.emoji === emoji)?.user_ids ?? [];
  const user_ids = isOn ? ids.filter((other) => other !== id) : [...ids, id];
  const kind = { emoji, count: user_ids.length, user_ids };
  const next = ids.length > 0 ? reactions.map((reaction) => (reaction.emoji === emoji ? kind : reaction)) : [...reactions, kind];
  return next.filter((reaction) => reaction.count > 0);
}

function bare({ room_id, seq, at: created_at, data: { id, client_id, sender, content } }: MessagePosted) {
  return { id, room_id, seq, client_id, sender, content, message_type: 'text' as const, event: null, created_at };
}

function previewOf({ id, seq, sender, content, is_deleted }: Text): NonNullable<Message['reply_to']> {
  return { id, seq, sender, content, is_deleted };
}

/** What stands elsewhere: the present text of what a message answers, and how often it was answered. */
function withThread(text: Text, all: readonly Text[]): Text {
  const parent = all.find((other) => other.id === text.reply_to?.id);
  const reply_count = all.filter((other) => other.reply_to?.id === text.id && !other.is_deleted).length;
  return { ...text, reply_to: parent ? previewOf(parent) : null, reply_count };
}

function serve(event: LogEvent, texts: readonly Text[]): LogEvent {
  if (event.type === 'message.posted') {
    const text = texts.find((other) => other.id === event.data.id);
    const reply_to = text?.reply_to ?? null;
    if (!text?.is_deleted) return { ...event, data: { ...event.data, reply_to } };
    return { ...event, data: { ...event.data, reply_to, content: '', mentions: [], mentions_everyone: null, is_deleted: true } };
  }
  if (event.type !== 'message.edited' || !texts.find((text) => text.id === event.data.id)?.is_deleted) return event;
  return { ...event, data: { ...event.data, content: '', is_deleted: true } };
}

function summaryOf(texts: readonly Text[], head: number, lastRead: number): RoomSummary {
  const alive = texts.filter((text) => !text.is_deleted);
  const news = alive.filter((text) => text.seq > lastRead && text.sender.id !== me.id);
  const last = alive.at(-1);
  return {
    id: room,
    type: 'group',
    is_direct: false,
    name: 'Room',
    slug: null,
    description: null,
    picture_url: null,
    member_count: people.length,
    role: 'owner',
    muted: false,
    is_writable: true,
    muted_until: null,
    slow_mode_seconds: 0,
    history_visibility: 'all',
    shows_receipts: false,
    last_message: last
      ? {
          content: last.content,
          sender_username: last.sender.username,
          sender_display_name: last.sender.display_name,
          created_at: last.created_at,
          seq: last.seq,
        }
      : null,
    last_activity_at: texts.at(-1)?.created_at ?? at(0),
    unread_count: news.length,
    mention_count: news.filter((text) => text.mentions.includes(me.id) || text.mentions_everyone !== null).length,
    last_read_seq: lastRead,
    head,
    other_user: null,
    created_at: at(0),
  };
}
