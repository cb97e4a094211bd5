import type { SendCommand } from '@parley/contracts';
import type pg from 'pg';

export type Sent = { messageId: string; seq: number; at: Date; sameRequest: boolean };
type Row = { ord: number; message_id: string; seq: number; created_at: Date; same_request: boolean };

const statement = {
  name: 'find-sent',
  text: `select c.ord::integer as ord, s.message_id, s.seq, s.created_at,
      coalesce(s.request_hash = message_request_hash(c.room_id, c.reply_to, c.content, c.attachments), true) as same_request
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::jsonb[])
      with ordinality as c (sender_id, client_id, room_id, reply_to, content, attachments, ord)
      join sent_messages s on s.sender_id = c.sender_id and s.client_id = c.client_id`,
};

/**
 * What each repeated command led to the first time, in the order asked; undefined where nothing did.
 * Of a message that was erased nothing is left to compare: whatever comes under its client_id is taken for it.
 */
export async function findSent(pool: pg.Pool, commands: readonly SendCommand[]): Promise<Array<Sent | undefined>> {
  if (commands.length === 0) return [];
  const { rows } = await pool.query<Row>({
    ...statement,
    values: [
      commands.map((command) => command.sender_id),
      commands.map((command) => command.client_id),
      commands.map((command) => command.room_id),
      commands.map((command) => command.reply_to ?? null),
      commands.map((command) => command.content),
      commands.map(({ attachment_ids: ids }) => (ids?.length ? JSON.stringify(ids.map((id) => ({ id: id.toLowerCase() }))) : null)),
    ],
  });
  const found = new Map(rows.map((row) => [row.ord, row]));
  return commands.map((_command, index) => {
    const row = found.get(index + 1);
    return row && { messageId: row.message_id, seq: row.seq, at: row.created_at, sameRequest: row.same_request };
  });
}
