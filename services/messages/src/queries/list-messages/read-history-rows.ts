import { ProblemError } from '@parley/service-kit';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MessageRow, MessagesDatabase } from '../../messages-database.ts';

/** At most one way to name a place: `before`, `after`, `around` or `cursor` are seqs (`cursor` also a message's id); times bound it. */
export type HistoryPage = {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  cursor?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  limit: number;
  /** Nothing below is there for the reader. */
  readableFrom: number;
  /** Who reads. */
  userId?: string;
};
type Db = Kysely<MessagesDatabase>;
type Row = MessageRow;
/** Exclusive at both ends. */
type Range = { above: number; below: number };
export type HistoryRows = { rows: Row[]; next: number | undefined };

const end = 2_147_483_647;

/**
 * The rows of a page, oldest first: the beginning of one range of the primary key, whatever the size of the room. Of a deleted message
 * the row is still there.
 * @throws ProblemError not_found: the cursor's message is not in this room
 */
export async function readHistoryRows(db: Db, roomId: string, page: HistoryPage): Promise<HistoryRows> {
  const bounds = await timeBounds(db, roomId, page);
  if (page.around !== undefined) return readAround(db, roomId, bounds, page.around, page.limit);
  const at = page.cursor === undefined ? undefined : await placeOf(db, roomId, page.cursor);
  const forward = page.after !== undefined || (page.since !== undefined && page.before === undefined);
  const range = {
    above: Math.max(bounds.above, page.after ?? 0, forward ? (at ?? 0) : 0),
    below: Math.min(bounds.below, page.before ?? end, forward ? end : (at ?? end)),
  };
  const found = await readRange(db, roomId, { range, forward, limit: page.limit + 1 });
  const rows = found.slice(0, page.limit);
  const next = found.length > page.limit ? rows.at(-1)?.seq : undefined;
  return { rows: forward ? rows : rows.reverse(), next };
}

/** Half before the place, the rest from it on; goes on towards the past. */
async function readAround(db: Db, roomId: string, bounds: Range, around: number, limit: number): Promise<HistoryRows> {
  const later = { above: Math.max(bounds.above, around - 1), below: bounds.below };
  const earlier = { above: bounds.above, below: Math.min(bounds.below, around) };
  const half = Math.ceil(limit / 2);
  const onwards = await readRange(db, roomId, { range: later, forward: true, limit: half });
  const room = limit - onwards.length;
  const back = await readRange(db, roomId, { range: earlier, forward: false, limit: room + 1 });
  const rows = [...back.slice(0, room).reverse(), ...onwards];
  return { rows, next: back.length > room ? rows[0]?.seq : undefined };
}

async function timeBounds(db: Db, roomId: string, { since, until, readableFrom }: HistoryPage): Promise<Range> {
  if (since === undefined && until === undefined) return { above: readableFrom - 1, below: end };
  const at = (time: string | undefined): RawBuilder<number | null> =>
    time === undefined ? sql`null::integer` : sql`seq_at(${roomId}, ${time}::timestamptz)`;
  const { rows } = await sql<{ first: number | null; beyond: number | null }>`select ${at(since)} as first, ${at(until)} as beyond`.execute(
    db,
  );
  return { above: Math.max(rows[0]?.first ?? 1, readableFrom) - 1, below: rows[0]?.beyond ?? end };
}

async function placeOf(db: Db, roomId: string, cursor: string): Promise<number> {
  if (/^\d{1,10}$/.test(cursor)) return Number(cursor);
  const row = await db
    .selectFrom('messages')
    .select('seq')
    .where('room_id', '=', roomId)
    .where('message_id', '=', cursor)
    .executeTakeFirst();
  if (!row) throw new ProblemError('not_found', 'The message of the cursor is not in this room');
  return row.seq;
}

async function readRange(db: Db, roomId: string, asked: { range: Range; forward: boolean; limit: number }): Promise<Row[]> {
  const { range, forward, limit } = asked;
  if (limit <= 0 || range.below - range.above < 2) return [];
  const order = sql.raw(forward ? 'asc' : 'desc');
  const { rows } = await sql<Row>`
    select * from messages where room_id = ${roomId} and seq > ${range.above} and seq < ${range.below}
    order by seq ${order} limit ${limit}`.execute(db);
  return rows;
}
