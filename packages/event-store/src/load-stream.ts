import { type QueryExecutorProvider, sql } from 'kysely';
import { type EventRow, eventColumns, type StoredEvent, toStoredEvent } from './stored-event.ts';

/** One stream in order of version. `limit` bounds the result: ask again after its last version for more. */
export async function loadStream(
  db: QueryExecutorProvider,
  streamId: string,
  { afterVersion = 0, limit }: { afterVersion?: number; limit: number },
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`
    select ${sql.raw(eventColumns)} from events
    where stream_id = ${streamId} and version > ${afterVersion} order by version limit ${limit}`.execute(db);
  return rows.map(toStoredEvent);
}
