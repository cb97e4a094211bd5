import type { MessageId, Profile, ReplyPreview, Seq } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';
import { profileOf, type UserProfiles } from '../projections/users/user-profiles.ts';

export type ReplyTarget = { roomId: string; messageId: string };
/** The first `seq` that a reader may read; `everyone`: what leaves once for all who are in the room. */
export type Reader = number | 'everyone';
/**
 * Previews of the messages that others answer, by message id. One look-up for a batch, none without replies. A message that the
 * reader may not read has none.
 */
export type ReplyPreviews = { load(targets: readonly ReplyTarget[], reader?: Reader): Promise<ReadonlyMap<string, ReplyPreview>> };
/** A message that others answer, as it is now; of a deleted one, that it was there. */
export type ReplyTargetRow = { message_id: string; seq: number; sender_id: string; content: string; is_deleted: boolean };

export const previewLength = 200;

/** Nobody is in the room who joined after the message and may not look back. */
const everyoneMayRead = sql`not exists (
  select from rooms r where r.room_id = m.room_id and r.history_visibility = 'joined'
    and (select max(latest.joined_seq) from room_members latest where latest.room_id = r.room_id and latest.left_seq is null) > m.seq
)`;

export function createReplyPreviews(db: Kysely<MessagesDatabase>, profiles: UserProfiles): ReplyPreviews {
  return {
    async load(targets, reader = 'everyone') {
      const rows = await readReplyTargets(db, targets, reader);
      return toPreviews(rows, await profiles.load(rows.map((row) => row.sender_id)));
    },
  };
}

export async function readReplyTargets(
  db: Kysely<MessagesDatabase>,
  targets: readonly ReplyTarget[],
  reader: Reader,
): Promise<ReplyTargetRow[]> {
  if (targets.length === 0) return [];
  const { rows } = await sql<ReplyTargetRow>`
    select m.message_id, m.seq, m.sender_id, left(m.content, ${previewLength}) as content, m.deleted_at is not null as is_deleted
    from unnest(${targets.map((target) => target.roomId)}::uuid[], ${targets.map((target) => target.messageId)}::uuid[])
      as t (room_id, message_id)
      join messages m on m.room_id = t.room_id and m.message_id = t.message_id and m.message_type = 'text'
    where ${reader === 'everyone' ? everyoneMayRead : sql`m.seq >= ${reader}`}`.execute(db);
  return rows;
}

export function toPreviews(rows: readonly ReplyTargetRow[], names: ReadonlyMap<string, Profile>): ReadonlyMap<string, ReplyPreview> {
  return new Map(
    rows.map(({ message_id, seq, sender_id, content, is_deleted }) => [
      message_id,
      { id: message_id as MessageId, seq: seq as Seq, sender: profileOf(names, sender_id), content, is_deleted },
    ]),
  );
}
