import { type Position, parsePosition } from '@parley/contracts';
import { type QueryExecutorProvider, sql } from 'kysely';
import type pg from 'pg';
import { type EventRow, eventColumns, type StoredEvent, toStoredEvent } from './stored-event.ts';

export type ReadCommittedOptions = { after: Position; limit: number };

/**
 * Events after a position in publication order, below the horizon: every transaction of this database with a smaller id has ended, so
 * nothing can appear before or between them later. A reader by `position` alone would skip a transaction that commits late.
 * `horizon`: one that was reached before (`awaitHorizon`), instead of the one of this moment.
 */
export async function readCommitted(
  db: QueryExecutorProvider,
  { after, limit, horizon }: ReadCommittedOptions & { horizon?: bigint },
): Promise<StoredEvent[]> {
  const { tx, position } = parsePosition(after);
  const below = horizon === undefined ? sql`(select publication_horizon())` : sql`${String(horizon)}::xid8`;
  const { rows } = await sql<EventRow>`
    select ${sql.raw(eventColumns)} from events
    where (tx, position) > (${String(tx)}::xid8, ${String(position)}::bigint) and tx < ${below}
    order by tx, position limit ${limit}`.execute(db);
  return rows.map(toStoredEvent);
}

export type CommittedRead = {
  /** Below the horizon, in publication order. */
  events: StoredEvent[];
  /** More is committed, but behind a transaction that is still open: it can be read as soon as that one has ended. */
  waiting: boolean;
};

/**
 * `database`: as above. `server`: waits for transactions of other databases too, but costs nothing to find out; what is hidden by it
 * shows with the other.
 */
export type Horizon = 'server' | 'database';

const horizons: Record<Horizon, string> = {
  server: 'pg_snapshot_xmin(pg_current_snapshot())',
  database: '(select publication_horizon())',
};

/**
 * The same on one connection, prepared once: what the relay asks all day. The limit is part of the text, since a generic plan must
 * know that few rows are wanted: only then does it walk the partitions' (tx, position) indexes side by side.
 *
 * It also tells whether anything is committed beyond the horizon. Where nothing is, nothing can be missed by waiting for the next
 * commit's wake-up; a reader that did not know would have to look again and again.
 */
export async function readCommittedOn(
  client: pg.ClientBase,
  { after, limit, below }: ReadCommittedOptions & { below: Horizon },
): Promise<CommittedRead> {
  const { tx, position } = parsePosition(after);
  const { rows } = await client.query<EventRow & { is_settled: boolean }>({
    name: `read-committed-${below}-${limit}`,
    text: committedQuery(limit, below),
    values: [String(tx), String(position)],
  });
  // Rows come by transaction id: behind the first that is not settled, none is.
  const unsettled = rows.findIndex((row) => !row.is_settled);
  return { events: (unsettled < 0 ? rows : rows.slice(0, unsettled)).map(toStoredEvent), waiting: unsettled >= 0 };
}

/**
 * For the connection that reads so all day. Walking the indexes in order is right at every size; the planner, whose statistics of a
 * table that only grows lag behind, would now and then rather sort everything that is left.
 */
export async function preferIndexOrder(client: pg.ClientBase): Promise<void> {
  await client.query(
    // Without the JIT, which the pretended costs of what is switched off would start.
    'set enable_sort = off; set enable_bitmapscan = off; set enable_seqscan = off; set plan_cache_mode = force_generic_plan; set jit = off',
  );
}

/** Exported for the test that looks at its plan. */
export function committedQuery(limit: number, below: Horizon): string {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError('limit must be a positive integer');
  return `select ${eventColumns}, tx < ${horizons[below]} as is_settled from events
    where (tx, position) > ($1::xid8, $2::bigint)
    order by tx, position limit ${limit}`;
}
