import type { MessageId, Seq, UserId } from '@parley/contracts';
import { appendToStream, lockStream } from '@parley/event-store';
import { type Kysely, sql, type Transaction } from 'kysely';
import { eraseMessage } from '../commands/change-message/erase-message.ts';
import type { LogEvents } from '../domain/log-event.ts';
import { parseLogEvent } from '../domain/parse-log-event.ts';
import type { MessagesDatabase } from '../messages-database.ts';
import { projectLogEvents } from '../projections/room-log/project-log-event.ts';

type Db = Kysely<MessagesDatabase>;
type Due = { room_id: string; days: number };

const roomsAtOnce = 100;
/** Messages in one transaction: the room's writers wait for some ten milliseconds. */
const messagesAtOnce = 20;
/** Of one room before others have their turn. */
const batchesPerRoom = 10;

/**
 * Deletes what is older than a room keeps, as its sender's own deletion would: text gone from read model, stored events and broker, a
 * `message.deleted` by nobody in the log, whose seqs stay dense. Returns how many messages it deleted; 0: nothing is due.
 */
export async function expireMessages(db: Db, defaultDays: number | null, now = new Date()): Promise<number> {
  const { rows } = await sql<Due>`
    select r.room_id, k.days
    from rooms r
      left join room_retention t on t.room_id = r.room_id
      cross join lateral (select case when t.room_id is null then ${defaultDays}::integer else t.days end as days) k
      cross join lateral (
        select m.created_at from messages m
        where m.room_id = r.room_id and m.message_type = 'text' and m.deleted_at is null order by m.seq limit 1
      ) oldest
    where k.days is not null and oldest.created_at < ${now}::timestamptz - make_interval(days => k.days)
    limit ${roomsAtOnce}`.execute(db);
  let deleted = 0;
  for (const due of rows) {
    for (let batch = 0; batch < batchesPerRoom; batch += 1) {
      const count = await db.transaction().execute((trx) => expireBatch(trx, due, now));
      deleted += count;
      if (count < messagesAtOnce) break;
    }
  }
  return deleted;
}

async function expireBatch(trx: Transaction<MessagesDatabase>, { room_id, days }: Due, now: Date): Promise<number> {
  await lockStream(trx, room_id);
  const { rows } = await sql<LogEvents['MessageDeleted']>`
    select m.message_id, m.seq as message_seq, m.sender_id, to_json(coalesce(m.mentions, '{}')) as mentions, m.mentions_everyone
    from messages m
    where m.room_id = ${room_id} and m.message_type = 'text' and m.deleted_at is null
      and m.created_at < ${now}::timestamptz - make_interval(days => ${days}::integer)
    order by m.seq limit ${messagesAtOnce}`.execute(trx);
  if (rows.length === 0) return 0;
  const room = await trx.selectFrom('rooms').select('head').where('room_id', '=', room_id).executeTakeFirstOrThrow();
  const events = rows.map((row) => ({ type: 'MessageDeleted', data: deletionOf(row) }));
  const stored = await appendToStream(trx, room_id, { expectedVersion: room.head, events });
  for (const [index, { message_id, message_seq }] of rows.entries()) {
    await eraseMessage(trx, { roomId: room_id, messageId: message_id, seq: message_seq }, room.head + 1 + index);
  }
  await projectLogEvents(trx, stored.map(parseLogEvent));
  return rows.length;
}

function deletionOf(row: LogEvents['MessageDeleted']): LogEvents['MessageDeleted'] {
  const { message_id, message_seq, sender_id, mentions, mentions_everyone } = row;
  const about: { message_id: MessageId; message_seq: Seq; sender_id: UserId } = { message_id, message_seq, sender_id };
  return { ...about, mentions, mentions_everyone, actor_id: null };
}
