import {
  type Attachment,
  describeLogEvent,
  type History,
  type LogEvent,
  type Message,
  type Profile,
  type ReplyPreview,
} from '@parley/contracts';
import type { Kysely } from 'kysely';
import type { NewLogEvent, PlacedLogEvent } from '../../domain/log-event.ts';
import { inFull } from '../../domain/parse-log-event.ts';
import type { MessageRow, MessagesDatabase } from '../../messages-database.ts';
import type { SystemLine } from '../../projections/room-log/project-log-event.ts';
import { profileOf, type UserProfiles } from '../../projections/users/user-profiles.ts';
import { peopleIn, toLogEvent } from '../../publish/to-log-event.ts';
import { createReplyPreviews, type Reader } from '../reply-previews.ts';

type Sources = { db: Kysely<MessagesDatabase>; profiles: UserProfiles };
type Row = MessageRow;
/** Stands for the sender of a line that nobody wrote. */
const nobody = '00000000-0000-0000-0000-000000000000';

export type HistoryPage = { before?: number | undefined; after?: number | undefined; limit: number; readableFrom: number };

/** A page of a room's history, oldest first. One range of the primary key, whatever the size of the room. */
export async function listMessages(sources: Sources, roomId: string, page: HistoryPage): Promise<History> {
  const forward = page.after !== undefined;
  let query = sources.db
    .selectFrom('messages')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('seq', '>=', page.readableFrom)
    .where('deleted_at', 'is', null)
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(page.limit + 1);
  if (page.after !== undefined) query = query.where('seq', '>', page.after);
  if (page.before !== undefined) query = query.where('seq', '<', page.before);
  const found = await query.execute();

  const hasMore = found.length > page.limit;
  const rows = found.slice(0, page.limit);
  const furthest = rows.at(-1)?.seq;
  if (!forward) rows.reverse();
  const messages = await toMessages(sources, rows, page.readableFrom);
  return { messages, next_cursor: hasMore && furthest !== undefined ? String(furthest) : null, has_more: hasMore };
}

/** One message by its place. @throws when there is none */
export async function readMessage(sources: Sources, roomId: string, seq: number): Promise<Message> {
  const row = await sources.db
    .selectFrom('messages')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  const [message] = await toMessages(sources, [row]);
  if (!message) throw new Error('a stored message was not shown');
  return message;
}

async function toMessages({ db, profiles }: Sources, rows: readonly Row[], reader: Reader = 'everyone'): Promise<Message[]> {
  const lines = rows.map(systemEvent);
  const people = rows.flatMap((row, index) => {
    const line = lines[index];
    return line ? peopleIn(line) : row.sender_id ? [row.sender_id] : [];
  });
  const names = await profiles.load(people);
  const targets = rows.flatMap((row) => (row.reply_to ? [{ roomId: row.room_id, messageId: row.reply_to }] : []));
  const replies = await createReplyPreviews(db, profiles).load(targets, reader);
  return rows.map((row, index) => {
    const line = lines[index];
    return toMessage(row, line ? (toLogEvent(line, names, null) ?? null) : null, names, replies);
  });
}

function toMessage(
  row: Row,
  event: LogEvent | null,
  names: ReadonlyMap<string, Profile>,
  replies: ReadonlyMap<string, ReplyPreview>,
): Message {
  return {
    id: row.message_id as Message['id'],
    room_id: row.room_id as Message['room_id'],
    seq: row.seq as Message['seq'],
    client_id: row.client_id as Message['client_id'],
    sender: profileOf(names, row.sender_id ?? nobody),
    content: event ? describeLogEvent(event) : (row.content ?? ''),
    message_type: row.message_type,
    event,
    created_at: row.created_at.toISOString(),
    reply_to: row.reply_to ? (replies.get(row.reply_to) ?? null) : null,
    is_edited: row.edited_at !== null,
    reactions: [],
    attachments: (row.attachments as Attachment[] | null) ?? [],
  };
}

const storedNames = {
  'member.joined': 'MemberJoined',
  'member.left': 'MemberLeft',
  'member.role_changed': 'MemberRoleChanged',
  'room.updated': 'RoomDetailsChanged',
} as const satisfies Record<SystemLine['type'], NewLogEvent['type']>;

/** A system line as the stored event that made it: name and details are the only ones that open a room or change it. */
function systemEvent(row: Row): PlacedLogEvent | undefined {
  if (row.message_type !== 'system') return undefined;
  const line = row.system as SystemLine;
  const type = storedNames[line.type];
  const event = { type, data: inFull(type, line.data) } as NewLogEvent;
  return { ...event, roomId: row.room_id as PlacedLogEvent['roomId'], seq: row.seq, eventId: row.message_id, at: row.created_at };
}
