import { type QueryExecutorProvider, sql } from 'kysely';

/**
 * Makes this transaction the only writer of the stream until it ends.
 *
 * Call it before the transaction's first write. An advisory lock assigns no transaction id, so ids are assigned in the order of
 * the locks and (tx, position) follows the stream's versions; a row lock would assign the id before waiting, and invert them.
 * Statements after this one see what the previous holder committed.
 */
export async function lockStream(trx: QueryExecutorProvider, streamId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${streamId}::uuid::text, 0))`.execute(trx);
}

/** Several streams, in the order of their keys: everyone who locks in this order never deadlocks. */
export async function lockStreams(trx: QueryExecutorProvider, streamIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(stream_key) from (
    select distinct hashtextextended(id::text, 0) as stream_key from unnest(${streamIds}::uuid[]) as id order by 1
  ) as keys`.execute(trx);
}
