import { setTimeout } from 'node:timers/promises';
import { type QueryExecutorProvider, sql } from 'kysely';

const longestPauseMs = 20;

export type ReachedHorizon = {
  /**
   * Below this transaction id everything has ended, for good. Read below it, and not below what `publication_horizon()` says later: that
   * may be less, where a transaction of another database has ended between its snapshot and its look at the sessions.
   */
  horizon: bigint;
  /** Every transaction that was in progress at the call lies below. */
  complete: boolean;
};

/**
 * Waits until every transaction of this database that was in progress at the call has ended, for a second at most. What was committed before the
 * call is then below the horizon. The bound is for a stuck writer; then the answer is not complete, for something may be hidden.
 */
export async function awaitHorizon(db: QueryExecutorProvider, maxMs = 1_000): Promise<ReachedHorizon> {
  const start = performance.now();
  const { rows } = await sql<{ horizon: string; xmax: string }>`
    select publication_horizon() as horizon, pg_snapshot_xmax(pg_current_snapshot()) as xmax`.execute(db);
  const target = BigInt(rows[0]?.xmax ?? 0);
  let horizon = BigInt(rows[0]?.horizon ?? 0);
  for (let pauseMs = 1; horizon < target && performance.now() - start < maxMs; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await setTimeout(pauseMs);
    const now = await sql<{ horizon: string }>`select publication_horizon() as horizon`.execute(db);
    const later = BigInt(now.rows[0]?.horizon ?? 0);
    if (later > horizon) horizon = later;
  }
  return { horizon, complete: horizon >= target };
}
