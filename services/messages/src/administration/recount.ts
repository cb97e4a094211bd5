import { loadStream } from '@parley/event-store';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { PlacedLogEvent } from '../domain/log-event.ts';
import { parseLogEvent } from '../domain/parse-log-event.ts';
import type { MessagesDatabase } from '../messages-database.ts';
import { lastReadExpression, mentionExpression, unreadExpression } from '../queries/unread-count.ts';

type Trx = Transaction<MessagesDatabase>;
export type CountDifference = {
  room_id: string;
  user_id: string | null;
  what: 'unread' | 'mentions' | 'texts';
  counted: number;
  log: number;
};
export type RecountReport = { rooms: number; members: number; events: number; differences: CountDifference[] };

const differencesMax = 100;
const pageSize = 1_000;

/**
 * Counts unread messages and mentions of every member anew from the logs' events, and compares with what the service counts. Each room is
 * one snapshot of the database, so it may run while people write. Memory: some bytes per message of one room.
 */
export async function recount(db: Kysely<MessagesDatabase>, roomId?: string): Promise<RecountReport> {
  const report: RecountReport = { rooms: 0, members: 0, events: 0, differences: [] };
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<{ room_id: string }>`
      select room_id from rooms where room_id > ${after} and room_id = coalesce(${roomId ?? null}::uuid, room_id)
      order by room_id limit ${pageSize}`.execute(db);
    for (const { room_id } of rows) {
      await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((trx) => recountRoom(trx, room_id, report));
    }
    after = rows.at(-1)?.room_id ?? after;
    if (rows.length < pageSize) return report;
  }
}

/** What the log says of a room's texts: who wrote them, and whom they call. */
type Texts = { senders: Map<number, string>; calls: Map<number, { people: readonly string[]; everyone: boolean }>; posted: number };

async function recountRoom(trx: Trx, roomId: string, report: RecountReport): Promise<void> {
  const texts: Texts = { senders: new Map(), calls: new Map(), posted: 0 };
  for (let after = 0; ; after += pageSize) {
    const stored = await loadStream(trx, roomId, { afterVersion: after, limit: pageSize });
    for (const event of stored) apply(texts, parseLogEvent(event));
    report.events += stored.length;
    if (stored.length < pageSize) break;
  }
  report.rooms += 1;
  const room = await trx.selectFrom('rooms').select('text_count').where('room_id', '=', roomId).executeTakeFirstOrThrow();
  note(report, { room_id: roomId, user_id: null, what: 'texts', counted: room.text_count, log: texts.posted });
  await compareMembers(trx, roomId, texts, report);
}

function apply(texts: Texts, event: PlacedLogEvent): void {
  const { senders, calls } = texts;
  switch (event.type) {
    case 'MessagePosted':
      texts.posted += 1;
      senders.set(event.seq, event.data.sender_id);
      call(calls, event.seq, event.data);
      return;
    case 'MessageEdited':
      call(calls, event.data.message_seq, event.data);
      return;
    case 'MessageDeleted':
      senders.delete(event.data.message_seq);
      calls.delete(event.data.message_seq);
      return;
    default:
  }
}

type Mentioned = { mentions: readonly string[]; mentions_everyone: string | null };

function call(calls: Texts['calls'], seq: number, { mentions, mentions_everyone }: Mentioned): void {
  if (mentions.length > 0 || mentions_everyone !== null) calls.set(seq, { people: mentions, everyone: mentions_everyone !== null });
  else calls.delete(seq);
}

type MemberRow = { user_id: string; last_read_seq: number; unread: number; mentions: number };

async function compareMembers(trx: Trx, roomId: string, texts: Texts, report: RecountReport): Promise<void> {
  const all = [...texts.senders.keys()];
  const own = Map.groupBy(all, (seq) => texts.senders.get(seq) ?? '');
  const { rows } = await sql<MemberRow>`
    select m.user_id, ${lastReadExpression} as last_read_seq, ${unreadExpression} as unread, ${mentionExpression} as mentions
    from room_members m left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
    where m.room_id = ${roomId} and m.left_seq is null`.execute(trx);
  for (const { user_id, last_read_seq, unread, mentions } of rows) {
    report.members += 1;
    const log = countAfter(all, last_read_seq) - countAfter(own.get(user_id) ?? [], last_read_seq);
    note(report, { room_id: roomId, user_id, what: 'unread', counted: unread, log });
    let called = 0;
    for (const [seq, { people, everyone }] of texts.calls) {
      if (seq > last_read_seq && texts.senders.get(seq) !== user_id && (everyone || people.includes(user_id))) called += 1;
    }
    note(report, { room_id: roomId, user_id, what: 'mentions', counted: mentions, log: called });
  }
}

/** How many of the ascending seqs are larger. */
function countAfter(seqs: readonly number[], after: number): number {
  let [low, high] = [0, seqs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return seqs.length - low;
}

function note(report: RecountReport, difference: CountDifference): void {
  if (difference.counted !== difference.log && report.differences.length < differencesMax) report.differences.push(difference);
}

/** Tallies are made again from the messages by the service, block by block; until then it counts. */
export async function forgetTallies(db: Kysely<MessagesDatabase>): Promise<void> {
  await sql`truncate text_tallies`.execute(db);
}
