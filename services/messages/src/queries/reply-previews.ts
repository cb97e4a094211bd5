import type { MessageId, ReplyPreview, Seq } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';
import { profileOf, type UserProfiles } from '../projections/users/user-profiles.ts';

export type ReplyTarget = { roomId: string; messageId: string };
/** The first `seq` that a reader may read; `everyone`: what leaves once for all who are in the room. */
export type Reader = number | 'everyone';
/**
 * Previews of the messages that others answer, by message id. One look-up for a batch, none without replies. A message that the
 * reader may not read has none, as if it had been deleted.
 */
export type ReplyPreviews = { load(targets: readonly ReplyTarget[], reader?: Reader): Promise<ReadonlyMap<string, ReplyPreview>> };

const previewLength = 200;

/** Nobody is in the room who joined after the message and may not look back. */
const everyoneMayRead = sql`not exists (
  select from rooms r where r.room_id = m.room_id and r.history_visibility = 'joined'
    and (select max(latest.joined_seq) from room_members latest where latest.room_id = r.room_id and latest.left_seq is null) > m.seq
)`;

export function createReplyPreviews(db: Kysely<MessagesDatabase>, profiles: UserProfiles): ReplyPreviews {
  return {
    async load(targets, reader = 'everyone') {
      if (targets.length === 0) return new Map();
      const { rows } = await sql<{ message_id: string; seq: number; sender_id: string; content: string }>`
        select m.message_id, m.seq, m.sender_id, left(m.content, ${previewLength}) as content
        from unnest(${targets.map((target) => target.roomId)}::uuid[], ${targets.map((target) => target.messageId)}::uuid[])
          as t (room_id, message_id)
          join messages m on m.room_id = t.room_id and m.message_id = t.message_id and m.deleted_at is null
        where ${reader === 'everyone' ? everyoneMayRead : sql`m.seq >= ${reader}`}`.execute(db);
      const names = await profiles.load(rows.map((row) => row.sender_id));
      return new Map(
        rows.map((row) => [
          row.message_id,
          { id: row.message_id as MessageId, seq: row.seq as Seq, sender: profileOf(names, row.sender_id), content: row.content },
        ]),
      );
    },
  };
}
