import { loadStream } from '@parley/event-store';
import { sql, type Transaction } from 'kysely';
import { erasedEdited, erasedPosted } from '../../domain/erased.ts';
import type { LogEvents } from '../../domain/log-event.ts';
import { parseLogEvent } from '../../domain/parse-log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';

type Trx = Transaction<MessagesDatabase>;
type Message = { roomId: string; messageId: string; seq: number };

/** A reply's published event shows the beginning of what it answers. Beyond this many, those that came first. */
const repliesMax = 10_000;

/**
 * Takes the text of a message out of every stored event of it, in the transaction of its deletion, and notes which published
 * events hold it: those, and the replies that show its beginning. Call it before the projection forgets which edits there were.
 */
export async function eraseMessage(trx: Trx, { roomId, messageId, seq }: Message, deletedSeq: number): Promise<void> {
  const versions = await trx
    .selectFrom('message_versions')
    .select('seq')
    .where('room_id', '=', roomId)
    .where('message_seq', '=', seq)
    .where('seq', '<>', seq)
    .execute();
  const edits = versions.map((version) => version.seq);
  for (const version of [seq, ...edits]) {
    const [stored] = await loadStream(trx, roomId, { afterVersion: version - 1, limit: 1 });
    if (!stored) throw new Error(`event ${version} of room ${roomId} is gone`);
    await sql`select erase_event_data(${roomId}, ${version}, ${JSON.stringify(erasedData(parseLogEvent(stored)))}::jsonb, 'message deleted')`.execute(
      trx,
    );
  }
  await sql`
    insert into broker_erasures (room_id, seq, deleted_seq)
    select ${roomId}::uuid, published.seq, ${deletedSeq}::integer
    from (
      select unnest(${[seq, ...edits]}::integer[]) as seq
      union
      (select seq from messages where room_id = ${roomId} and reply_to = ${messageId} order by seq limit ${repliesMax})
    ) as published
    on conflict (room_id, seq) do update set deleted_seq = excluded.deleted_seq`.execute(trx);
}

function erasedData(event: ReturnType<typeof parseLogEvent>): Partial<LogEvents['MessagePosted'] | LogEvents['MessageEdited']> {
  if (event.type === 'MessagePosted') return erasedPosted(event.data);
  if (event.type === 'MessageEdited') return erasedEdited(event.data);
  throw new Error(`event ${event.seq} of room ${event.roomId} holds no text`);
}
