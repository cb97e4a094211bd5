import { clientIdSchema, type ExportedMessage, type exportMessagesRpc, messageIdSchema, roomIdSchema, seqSchema } from '@parley/contracts';
import { RpcRefusal } from '@parley/messaging';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { MessagesDatabase } from '../../messages-database.ts';

/** Half of what NATS carries in one message: texts grow when they are quoted. */
const maxPageBytes = 400 * 1024;

type Row = {
  client_id: string;
  message_id: string | null;
  room_id: string;
  seq: number;
  content: string | null;
  reply_to: string | null;
  created_at: Date;
  edited_at: Date | null;
};

/**
 * What a person sent, for their export. In the order of `sent_messages`' key, which begins with the sender: pages cost the same
 * however much others wrote, and no index is kept for this alone.
 */
export async function exportMessages(
  db: Kysely<MessagesDatabase>,
  { user_id, after, limit }: z.infer<typeof exportMessagesRpc.request>,
): Promise<{ items: ExportedMessage[]; next: string | null }> {
  if (after !== undefined && !clientIdSchema.safeParse(after).success) throw new RpcRefusal('validation_failed', 'after: not a message');
  const { rows } = await sql<Row>`
    select sent.client_id, m.message_id, sent.room_id, sent.seq, m.content, m.reply_to, sent.created_at, m.edited_at
    from (
      select * from sent_messages where sender_id = ${user_id} and client_id > ${after ?? '00000000-0000-0000-0000-000000000000'}
      order by client_id limit ${limit}
    ) sent
    left join messages m on m.room_id = sent.room_id and m.seq = sent.seq and m.deleted_at is null
    order by sent.client_id`.execute(db);
  const page = cutToSize(rows);
  const next = page.length === limit || page.length < rows.length ? (page.at(-1)?.client_id ?? null) : null;
  return { items: page.flatMap(toItem), next };
}

/** A message that was deleted since is nobody's to take along. */
function toItem({ message_id, room_id, seq, content, reply_to, created_at, edited_at }: Row): ExportedMessage[] {
  if (message_id === null) return [];
  const item = {
    id: messageIdSchema.parse(message_id),
    room_id: roomIdSchema.parse(room_id),
    seq: seqSchema.parse(seq),
    content: content ?? '',
    reply_to: reply_to === null ? null : messageIdSchema.parse(reply_to),
    created_at: created_at.toISOString(),
    edited_at: edited_at?.toISOString() ?? null,
  };
  return [item];
}

/** As many rows as fit into a reply, at least one. */
function cutToSize(rows: readonly Row[]): readonly Row[] {
  let bytes = 0;
  const first = rows.findIndex((row, index) => {
    bytes += Buffer.byteLength(row.content ?? '') * 2 + 400;
    return index > 0 && bytes > maxPageBytes;
  });
  return first < 0 ? rows : rows.slice(0, first);
}
