import { type Attachment, describeLogEvent, type LogEvent, limits, type Message, type Profile, type Reaction } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { NewLogEvent, PlacedLogEvent } from '../domain/log-event.ts';
import { inFull } from '../domain/parse-log-event.ts';
import type { MessageRow, MessagesDatabase } from '../messages-database.ts';
import type { SystemLine } from '../projections/room-log/project-log-event.ts';
import { profileOf, type UserProfiles } from '../projections/users/user-profiles.ts';
import { peopleIn, toLogEvent } from '../publish/to-log-event.ts';
import { type Reader, type ReplyTargetRow, readReplyTargets, toPreviews } from './reply-previews.ts';

type Db = Kysely<MessagesDatabase>;
/** Stands for the sender of a line that nobody wrote. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** What is shown with messages and stands elsewhere: reactions, pins, how often they were answered, what they answer. */
export type Surroundings = { around: ReadonlyMap<string, AroundRow>; targets: readonly ReplyTargetRow[] };
type AroundRow = { room_id: string; seq: number; reactions: Reaction[] | null; is_pinned: boolean; reply_count: number };

/** Whose eyes it is for: what of the past they may read, and whether they are among those who reacted. */
export type Viewer = { userId?: string; readableFrom?: Reader };

/** Rows as clients see them, in the order given. */
export async function toMessages(
  { db, profiles }: { db: Db; profiles: UserProfiles },
  rows: readonly MessageRow[],
  viewer: Viewer = {},
): Promise<Message[]> {
  return showMessages(profiles, rows, await readSurroundings(db, rows, viewer));
}

/** Two look-ups for any number of rows. In the transaction that read the rows, what comes out is one instant of the log. */
export async function readSurroundings(db: Db, rows: readonly MessageRow[], viewer: Viewer): Promise<Surroundings> {
  const targets = rows.flatMap((row) => (row.reply_to ? [{ roomId: row.room_id, messageId: row.reply_to }] : []));
  const texts = rows.filter((row) => row.message_type === 'text');
  return {
    around: await readAround(db, texts, viewer.userId),
    targets: await readReplyTargets(db, targets, viewer.readableFrom ?? 'everyone'),
  };
}

/** Of those who reacted one way the first ones are listed, and the viewer wherever they stand: they must see that they did. */
async function readAround(db: Db, texts: readonly MessageRow[], viewerId: string | undefined): Promise<ReadonlyMap<string, AroundRow>> {
  if (texts.length === 0) return new Map();
  const { rows } = await sql<AroundRow>`
    select t.room_id, t.seq,
      (select json_agg(json_build_object('emoji', k.emoji, 'count', k.count, 'user_ids', (
          select json_agg(listed.user_id order by listed.seq) from (
            (select r.user_id, r.seq from reactions r
              where r.room_id = k.room_id and r.message_seq = k.message_seq and r.emoji = k.emoji
              order by r.seq limit ${limits.reactionPeopleShown})
            union
            select r.user_id, r.seq from reactions r
              where r.room_id = k.room_id and r.message_seq = k.message_seq and r.emoji = k.emoji and r.user_id = ${viewerId ?? null}::uuid
          ) as listed
        )) order by k.first_seq)
        from reaction_kinds k where k.room_id = t.room_id and k.message_seq = t.seq) as reactions,
      exists (select from pins p where p.room_id = t.room_id and p.message_seq = t.seq) as is_pinned,
      (select count(*)::integer from (
        select from messages a where a.room_id = t.room_id and a.reply_to = t.message_id and a.deleted_at is null
        limit ${limits.replyCountMax}
      ) as counted) as reply_count
    from unnest(${texts.map((row) => row.room_id)}::uuid[], ${texts.map((row) => row.seq)}::integer[],
      ${texts.map((row) => row.message_id)}::uuid[]) as t (room_id, seq, message_id)`.execute(db);
  return new Map(rows.map((row) => [surroundingKey(row), row]));
}

export function surroundingKey({ room_id, seq }: { room_id: string; seq: number }): string {
  return `${room_id}/${seq}`;
}

export async function showMessages(profiles: UserProfiles, rows: readonly MessageRow[], near: Surroundings): Promise<Message[]> {
  const lines = rows.map(systemEvent);
  const people = rows.flatMap((row, index) => {
    const line = lines[index];
    return line ? peopleIn(line) : row.sender_id ? [row.sender_id] : [];
  });
  const names = await profiles.load([...people, ...near.targets.map((target) => target.sender_id)]);
  const replies = toPreviews(near.targets, names);
  return rows.map((row, index) => {
    const line = lines[index];
    const event = line ? (toLogEvent(line, names, null) ?? null) : null;
    const reply_to = row.reply_to ? (replies.get(row.reply_to) ?? null) : null;
    return { ...toMessage(row, event, names), reply_to, ...surroundingsOf(near.around.get(surroundingKey(row))) };
  });
}

function surroundingsOf(found: AroundRow | undefined): Pick<Message, 'reactions' | 'is_pinned' | 'reply_count'> {
  return { reactions: found?.reactions ?? [], is_pinned: found?.is_pinned ?? false, reply_count: found?.reply_count ?? 0 };
}

function toMessage(row: MessageRow, event: LogEvent | null, names: ReadonlyMap<string, Profile>) {
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
    is_edited: row.edited_at !== null,
    is_deleted: row.deleted_at !== null,
    mentions: (row.mentions ?? []) as Message['mentions'],
    mentions_everyone: row.mentions_everyone,
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
function systemEvent(row: MessageRow): PlacedLogEvent | undefined {
  if (row.message_type !== 'system') return undefined;
  const line = row.system as SystemLine;
  const type = line.stored ?? storedNames[line.type];
  const event = { type, data: inFull(type, line.data) } as NewLogEvent;
  return { ...event, roomId: row.room_id as PlacedLogEvent['roomId'], seq: row.seq, eventId: row.message_id, at: row.created_at };
}
