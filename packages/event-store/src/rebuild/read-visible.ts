import { beginning, formatPosition, type Position, parsePosition } from '@parley/contracts';
import { type QueryExecutorProvider, sql } from 'kysely';
import { type EventRow, eventColumns, type StoredEvent, toStoredEvent } from '../stored-event.ts';

/** Whatever this transaction's snapshot shows, above the horizon too: for a reader that never comes back for more. */
export async function readVisible(
  trx: QueryExecutorProvider,
  { after, limit }: { after: Position; limit: number },
): Promise<StoredEvent[]> {
  const { tx, position } = parsePosition(after);
  const { rows } = await sql<EventRow>`
    select ${sql.raw(eventColumns)} from public.events
    where (tx, position) > (${String(tx)}::xid8, ${String(position)}::bigint) order by tx, position limit ${limit}`.execute(trx);
  return rows.map(toStoredEvent);
}

/** The end of the log, as far as it can be seen now. */
export async function lastPosition(db: QueryExecutorProvider): Promise<Position> {
  const { rows } = await sql<{ tx: string; position: string }>`
    select tx, position from public.events order by tx desc, position desc limit 1`.execute(db);
  const [last] = rows;
  return last ? formatPosition(last.tx, last.position) : beginning;
}
