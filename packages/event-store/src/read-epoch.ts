import { type QueryExecutorProvider, sql } from 'kysely';
import type pg from 'pg';

type EpochRow = { epoch: string };
const epochQuery = 'select epoch from store_identity';

/** Names this log's lifetime. Another epoch means that a backup was restored and that positions start anew. */
export async function readEpoch(db: QueryExecutorProvider): Promise<string> {
  return onlyEpoch((await sql.raw<EpochRow>(epochQuery).execute(db)).rows);
}

export async function readEpochOn(connection: pg.ClientBase): Promise<string> {
  return onlyEpoch((await connection.query<EpochRow>(epochQuery)).rows);
}

function onlyEpoch([row]: EpochRow[]): string {
  if (!row) throw new Error('the event store has no identity: its migration has not run');
  return row.epoch;
}
