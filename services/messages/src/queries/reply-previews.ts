import type { MessageId, ReplyPreview, Seq } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';
import { profileOf, type UserProfiles } from '../projections/users/user-profiles.ts';

export type ReplyTarget = { roomId: string; messageId: string };
/** Previews of the messages that others answer, by message id. One look-up for a batch, none without replies. */
export type ReplyPreviews = { load(targets: readonly ReplyTarget[]): Promise<ReadonlyMap<string, ReplyPreview>> };

const previewLength = 200;

export function createReplyPreviews(db: Kysely<MessagesDatabase>, profiles: UserProfiles): ReplyPreviews {
  return {
    async load(targets) {
      if (targets.length === 0) return new Map();
      const { rows } = await sql<{ message_id: string; seq: number; sender_id: string; content: string }>`
        select m.message_id, m.seq, m.sender_id, left(m.content, ${previewLength}) as content
        from unnest(${targets.map((target) => target.roomId)}::uuid[], ${targets.map((target) => target.messageId)}::uuid[])
          as t (room_id, message_id)
          join messages m on m.room_id = t.room_id and m.message_id = t.message_id and m.deleted_at is null`.execute(db);
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
