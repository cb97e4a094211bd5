import { findMentions, type MessageChangeRequest, type Role, type UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessageChange, MessageState } from '../../domain/change-message.ts';
import type { MessagesDatabase } from '../../messages-database.ts';

type Db = Kysely<MessagesDatabase>;
export type Target = { userId: UserId; roomId: string; messageId: string };
export type Loaded = { head: number; role: Role | undefined; message: MessageState | undefined };

type Row = {
  head: number;
  type: MessageState['roomType'];
  is_writable: boolean;
  role: Role | null;
  about: MessageState['about'] | null;
  content: string;
  mentions: UserId[] | null;
  mentions_everyone: MessageState['mentions_everyone'];
  has_attachments: boolean;
  is_deleted: boolean;
  edits: number;
  is_pinned: boolean;
  pins: number;
  kinds: Array<{ emoji: string; mine: boolean }> | null;
};

/** What a decision about a message needs, of a room that is locked. Undefined when there is no such room, or none any more. */
export async function loadMessageState(db: Db, { userId, roomId, messageId }: Target): Promise<Loaded | undefined> {
  const { rows } = await sql<Row>`
    select r.head, r.type, not r.writing_closed as is_writable, p.role,
      case when m.message_id is not null then
        json_build_object('message_id', m.message_id, 'message_seq', m.seq, 'sender_id', m.sender_id)
      end as about,
      coalesce(m.content, '') as content, to_json(m.mentions) as mentions, m.mentions_everyone, m.attachments is not null as has_attachments,
      m.deleted_at is not null as is_deleted,
      (select greatest(count(*) - 1, 0)::integer from message_versions v where v.room_id = r.room_id and v.message_seq = m.seq) as edits,
      exists (select from pins x where x.room_id = r.room_id and x.message_seq = m.seq) as is_pinned,
      (select count(*)::integer from pins x where x.room_id = r.room_id) as pins,
      (select json_agg(json_build_object('emoji', k.emoji, 'mine', exists (
          select from reactions a
          where a.room_id = k.room_id and a.message_seq = k.message_seq and a.emoji = k.emoji and a.user_id = ${userId}
        ))) from reaction_kinds k where k.room_id = r.room_id and k.message_seq = m.seq) as kinds
    from rooms r
      left join room_members p on p.room_id = r.room_id and p.user_id = ${userId} and p.left_seq is null
      left join messages m on m.room_id = r.room_id and m.message_id = ${messageId} and m.message_type = 'text'
        and (r.history_visibility = 'all' or m.seq > p.joined_seq)
    where r.room_id = ${roomId} and r.closed_at is null`.execute(db);
  const row = rows[0];
  return row && { head: row.head, role: row.role ?? undefined, message: row.about ? toState(row, row.about, userId) : undefined };
}

function toState(row: Row, about: MessageState['about'], userId: UserId): MessageState {
  return {
    about,
    roomType: row.type,
    isWritable: row.is_writable,
    content: row.content,
    mentions: row.mentions ?? [],
    mentions_everyone: row.mentions_everyone,
    hasAttachments: row.has_attachments,
    isDeleted: row.is_deleted,
    edits: row.edits,
    isPinned: row.is_pinned,
    pinsInRoom: row.pins,
    reactions: new Map((row.kinds ?? []).map(({ emoji, mine }) => [emoji, new Set(mine ? [userId] : [])])),
  };
}

/** An edit with whom its text mentions, by the rules of `append_messages`. */
export async function resolveMentions(db: Db, change: MessageChangeRequest, { userId, roomId }: Target): Promise<MessageChange> {
  if (change.kind !== 'edit') return change;
  const found = findMentions(change.content);
  if (found.usernames.length === 0 && found.everyone === null) return { ...change, mentions: [], mentions_everyone: null };
  const { rows } = await sql<{ people: UserId[] | null; may_call: boolean }>`
    select to_json(people_called(${roomId}, ${userId}, ${found.usernames}::text[])) as people,
      may_call_everyone(${roomId}, ${userId}) as may_call`.execute(db);
  return { ...change, mentions: rows[0]?.people ?? [], mentions_everyone: rows[0]?.may_call ? found.everyone : null };
}
