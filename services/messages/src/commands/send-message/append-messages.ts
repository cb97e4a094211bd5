import { randomUUIDv7 } from 'node:crypto';
import { type Attachment, findMentions, type SendCommand } from '@parley/contracts';
import type pg from 'pg';

/** A command with what its attachments turned out to be. */
export type DescribedCommand = SendCommand & { attachments?: readonly Attachment[] };

/** Outcomes of `append_messages`, see `migrations/0060_append_messages.sql`. */
export type Appended =
  | { outcome: 'posted'; messageId: string; seq: number; at: Date }
  | { outcome: 'repeated' }
  | { outcome: 'slow_mode'; waitMs: number }
  | { outcome: 'room_not_found' | 'not_a_member' | 'room_closed' | 'reply_not_found' };

type Row = { command: number; outcome: Appended['outcome']; posted_seq: number | null; posted_at: Date; wait_ms: number | null };

const statement = {
  name: 'append-messages',
  text: `select command, outcome, posted_seq, posted_at, wait_ms
    from append_messages($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
      $9::text[], $10::text[], $11::jsonb[])`,
};

/** Unique violation (the same client_id for two rooms at once), deadlock and serialization failure: try the batch again. */
const retryable = new Set(['23505', '40P01', '40001']);

/** One round trip, one transaction. `commands` holds each (sender, client_id) once. Answers in the order asked. */
export async function appendMessages(pool: pg.Pool, commands: readonly DescribedCommand[]): Promise<Appended[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await appendOnce(pool, commands);
    } catch (error) {
      if (tries >= 3 || !isRetryable(error)) throw error;
    }
  }
}

async function appendOnce(pool: pg.Pool, commands: readonly DescribedCommand[]): Promise<Appended[]> {
  const messageIds = commands.map(() => randomUUIDv7());
  const mentions = commands.map((command) => findMentions(command.content));
  const { rows } = await pool.query<Row>({
    ...statement,
    values: [
      commands.map((command) => command.room_id),
      commands.map((command) => command.sender_id),
      commands.map((command) => command.client_id),
      messageIds,
      commands.map(() => randomUUIDv7()),
      commands.map((command) => command.content),
      commands.map((command) => command.reply_to ?? null),
      commands.map((command) => command.traceparent ?? null),
      mentions.map((found) => (found.usernames.length > 0 ? found.usernames.join(' ') : null)),
      mentions.map((found) => found.everyone),
      commands.map((command) => (command.attachments?.length ? JSON.stringify(command.attachments) : null)),
    ],
  });
  const appended: Appended[] = [];
  for (const row of rows) appended[row.command - 1] = toAppended(row, messageIds);
  return appended;
}

function toAppended(row: Row, messageIds: readonly string[]): Appended {
  if (row.outcome === 'slow_mode') return { outcome: 'slow_mode', waitMs: row.wait_ms ?? 1_000 };
  if (row.outcome !== 'posted') return { outcome: row.outcome };
  const messageId = messageIds[row.command - 1];
  if (messageId === undefined || row.posted_seq === null) throw new Error('append_messages posted a message without a seq');
  return { outcome: 'posted', messageId, seq: row.posted_seq, at: row.posted_at };
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && retryable.has(error.code);
}
