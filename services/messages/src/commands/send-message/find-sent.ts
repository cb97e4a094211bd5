import type { SendCommand } from '@parley/contracts';
import type pg from 'pg';

export type Sent = { messageId: string; seq: number; at: Date; sameRequest: boolean };
type Row = { ord: number; message_id: string; seq: number; created_at: Date; same_request: boolean };

const statement = {
  name: 'find-sent',
  text: `select c.ord::integer as ord, s.message_id, s.seq, s.created_at,
      s.request_hash = hashtextextended(c.room_id::text || coalesce(c.reply_to::text, '') || '/' || c.content, 0) as same_request
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[])
      with ordinality as c (sender_id, client_id, room_id, reply_to, content, ord)
      join sent_messages s on s.sender_id = c.sender_id and s.client_id = c.client_id`,
};

/** What each repeated command led to the first time, in the order asked; undefined where nothing did. */
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
    ],
  });
  const found = new Map(rows.map((row) => [row.ord, row]));
  return commands.map((_command, index) => {
    const row = found.get(index + 1);
    return row && { messageId: row.message_id, seq: row.seq, at: row.created_at, sameRequest: row.same_request };
  });
}
