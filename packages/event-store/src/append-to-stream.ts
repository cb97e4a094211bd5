import { randomUUIDv7 } from 'node:crypto';
import { type QueryExecutorProvider, sql } from 'kysely';
import { type EventRow, eventColumns, type NewEvent, type StoredEvent, toStoredEvent } from './stored-event.ts';

/** Somebody else has written to the stream. Load it and decide again. */
export class WrongExpectedVersionError extends Error {
  override readonly name = 'WrongExpectedVersionError';
  readonly code = 'wrong_expected_version';
  readonly streamId: string;
  readonly expectedVersion: number;
  /** Undefined when the other writer has not committed. */
  readonly actualVersion: number | undefined;

  constructor(streamId: string, expectedVersion: number, actualVersion?: number) {
    super(`stream ${streamId} is not at version ${expectedVersion}`);
    this.streamId = streamId;
    this.expectedVersion = expectedVersion;
    this.actualVersion = actualVersion;
  }
}

/** This transaction wrote something before it locked the stream, and a younger one overtook it. Run it again. */
export class LateStreamLockError extends Error {
  override readonly name = 'LateStreamLockError';
  readonly code = 'late_stream_lock';

  constructor(streamId: string) {
    super(`stream ${streamId} was locked after the transaction's first write`);
  }
}

export type AppendOptions = {
  /** Version of the last event that the decision knew; 0 for a new stream. */
  expectedVersion: number;
  events: readonly NewEvent[];
};

/**
 * Adds events behind `expectedVersion`. The caller has called `lockStream` in the same transaction.
 * @throws WrongExpectedVersionError, LateStreamLockError
 */
export async function appendToStream(
  trx: QueryExecutorProvider,
  streamId: string,
  { expectedVersion, events }: AppendOptions,
): Promise<StoredEvent[]> {
  if (events.length === 0) return [];
  const ids = events.map((event) => event.eventId ?? randomUUIDv7());
  const types = events.map((event) => event.type);
  const schemaVersions = events.map((event) => event.schemaVersion ?? 1);
  const data = events.map((event) => JSON.stringify(event.data));
  const metadata = events.map((event) => JSON.stringify(event.metadata ?? {}));
  const insert = sql<EventRow>`
    with head as materialized (select version, tx from events where stream_id = ${streamId} order by version desc limit 1)
    insert into events (stream_id, version, event_id, type, schema_version, data, metadata)
    select ${streamId}::uuid, ${expectedVersion}::int + n, e.event_id, e.type, e.schema_version, e.data, e.metadata
    from unnest(${ids}::uuid[], ${types}::text[], ${schemaVersions}::smallint[], ${data}::jsonb[], ${metadata}::jsonb[])
      with ordinality as e (event_id, type, schema_version, data, metadata, n)
    where coalesce((select version from head), 0) = ${expectedVersion}
      and coalesce((select tx from head) <= pg_current_xact_id(), true)
    order by n
    returning ${sql.raw(eventColumns)}`;
  const { rows } = await insert.execute(trx).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new WrongExpectedVersionError(streamId, expectedVersion) : error;
  });
  if (rows.length === 0) throw await refusal(trx, streamId, expectedVersion);
  return rows.map(toStoredEvent);
}

async function refusal(trx: QueryExecutorProvider, streamId: string, expectedVersion: number): Promise<Error> {
  const head = await sql<{
    version: number;
  }>`select version from events where stream_id = ${streamId} order by version desc limit 1`.execute(trx);
  const actual = head.rows[0]?.version ?? 0;
  return actual === expectedVersion ? new LateStreamLockError(streamId) : new WrongExpectedVersionError(streamId, expectedVersion, actual);
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
