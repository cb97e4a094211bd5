import type { Position } from '@parley/contracts';
import { readCommitted, type StoredEvent } from '@parley/event-store';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { LogEventName } from '../../domain/log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';
import { hasLink, hasTerm, monthTerm, roomTerm, senderTerm, termsOfContent, windowOf, windowTerm } from '../../search/terms.ts';

type Trx = Transaction<MessagesDatabase>;
type Place = { room_id: string; seq: number };
type Row = Place & { sender_id: string; content: string; created_at: Date; has_file: boolean };
type Document = Place & { document_id: number; created_at: Date; terms: number[] };

/** What was read of the log: `behind` when there is more at once. */
export type IndexedBatch = { events: number; behind: boolean };

/**
 * Reads on in the log and brings the index up to date with the messages that it names, as they are now: posted, edited or gone.
 * Doing it twice changes nothing. One replica at a time; the others find the cursor taken and have nothing to do.
 */
export function indexMessages(db: Kysely<MessagesDatabase>, limit = 200): Promise<IndexedBatch> {
  return db.transaction().execute(async (trx) => {
    const cursor = await trx.selectFrom('search_cursor').select('position').forUpdate().skipLocked().executeTakeFirst();
    if (!cursor) return { events: 0, behind: false };
    // Walking the indexes in order is right at every size, whatever the statistics of a growing table say.
    await sql`select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true)`.execute(
      trx,
    );
    const events = await readCommitted(trx, { after: cursor.position as Position, limit });
    const last = events.at(-1);
    if (!last) return { events: 0, behind: false };
    await indexPlaces(trx, placesNamed(events));
    await trx
      .updateTable('search_cursor')
      .set({ position: `${last.tx}-${last.position}` })
      .execute();
    return { events: events.length, behind: events.length === limit };
  });
}

const textChanges: ReadonlySet<string> = new Set<LogEventName>(['MessageEdited', 'MessageDeleted']);

/** The messages whose text the events made, changed or took away. */
function placesNamed(events: readonly StoredEvent[]): Place[] {
  const places = new Map<string, Place>();
  for (const { streamId: room_id, version, type, data } of events) {
    const seq = type === 'MessagePosted' ? version : textChanges.has(type) ? messageSeqOf(data) : undefined;
    if (seq !== undefined) places.set(`${room_id}/${seq}`, { room_id, seq });
  }
  return [...places.values()];
}

function messageSeqOf(data: unknown): number | undefined {
  return typeof data === 'object' && data !== null && 'message_seq' in data && typeof data.message_seq === 'number'
    ? data.message_seq
    : undefined;
}

async function indexPlaces(trx: Trx, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  const rooms = places.map((place) => place.room_id);
  const seqs = places.map((place) => place.seq);
  // `offset 0`: one look-up per place, by the key alone. While statistics of a growing table say that it is empty, a join reads all of it,
  // and a look-up that asks for texts takes an index of texts that narrows less.
  const { rows } = await sql<Row>`
    select m.room_id, m.seq, m.sender_id, m.content, m.created_at, m.attachments is not null as has_file
    from unnest(${rooms}::uuid[], ${seqs}::integer[]) as asked (room_id, seq)
      cross join lateral (select * from messages t where t.room_id = asked.room_id and t.seq = asked.seq offset 0) m
    where m.message_type = 'text' and m.deleted_at is null and m.content is not null`.execute(trx);
  const known = await documentIds(trx, rooms, seqs);
  const fresh = await nextDocumentIds(trx, rows.filter((row) => !known.has(keyOf(row))).length);
  const documents = rows.map((row) => toDocument(row, known.get(keyOf(row)) ?? fresh.shift() ?? 0));
  const shown = new Set(rows.map(keyOf));
  const gone = places.filter((place) => !shown.has(keyOf(place)) && known.has(keyOf(place)));
  await removeDocuments(trx, gone);
  await writeDocuments(trx, documents);
}

const keyOf = ({ room_id, seq }: Place) => `${room_id}/${seq}`;

async function documentIds(trx: Trx, rooms: readonly string[], seqs: readonly number[]): Promise<Map<string, number>> {
  const { rows } = await sql<Place & { document_id: string }>`
    select asked.room_id, asked.seq, d.document_id from unnest(${rooms}::uuid[], ${seqs}::integer[]) as asked (room_id, seq)
      cross join lateral (
        select s.document_id from search_documents s where s.room_id = asked.room_id and s.seq = asked.seq offset 0
      ) d`.execute(trx);
  return new Map(rows.map((row) => [keyOf(row), Number(row.document_id)]));
}

async function nextDocumentIds(trx: Trx, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await sql<{ id: string }>`select nextval('search_document_id') as id from generate_series(1, ${count})`.execute(trx);
  return rows.map((row) => Number(row.id));
}

export function toDocument(row: Row, documentId: number): Document {
  const terms = termsOfContent(row.content);
  terms
    .add(roomTerm(row.room_id))
    .add(senderTerm(row.sender_id))
    .add(monthTerm(row.created_at))
    .add(windowTerm(windowOf(documentId)));
  if (row.has_file) terms.add(hasTerm('file'));
  if (hasLink(row.content)) terms.add(hasTerm('link'));
  return { room_id: row.room_id, seq: row.seq, document_id: documentId, created_at: row.created_at, terms: [...terms] };
}

async function writeDocuments(trx: Trx, documents: readonly Document[]): Promise<void> {
  if (documents.length === 0) return;
  await sql`
    insert into search_documents (room_id, seq, document_id, created_at, terms)
    select d.room_id, d.seq, d.document_id, d.created_at, d.terms
    from json_to_recordset(${JSON.stringify(documents)}::json)
      as d (room_id uuid, seq integer, document_id bigint, created_at timestamptz, terms integer[])
    on conflict (room_id, seq) do update set terms = excluded.terms`.execute(trx);
}

async function removeDocuments(trx: Trx, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  await sql`
    delete from search_documents d
    using unnest(${places.map((place) => place.room_id)}::uuid[], ${places.map((place) => place.seq)}::integer[]) as gone (room_id, seq)
    where d.room_id = gone.room_id and d.seq = gone.seq`.execute(trx);
}
