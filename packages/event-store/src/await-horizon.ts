import { setTimeout } from 'node:timers/promises';
import { type QueryExecutorProvider, sql } from 'kysely';

const longestPauseMs = 20;

/**
 * Waits until every transaction that was in progress at the call has ended, for a second at most. What was committed before the
 * call is then below the horizon. The bound is for a stuck writer; then the answer is false, for something may be hidden.
 */
export async function awaitHorizon(db: QueryExecutorProvider, maxMs = 1_000): Promise<boolean> {
  const start = performance.now();
  const { rows } = await sql<{ xmin: string; xmax: string }>`
    select pg_snapshot_xmin(s) as xmin, pg_snapshot_xmax(s) as xmax from pg_current_snapshot() s`.execute(db);
  const target = BigInt(rows[0]?.xmax ?? 0);
  let horizon = BigInt(rows[0]?.xmin ?? 0);
  for (let pauseMs = 1; horizon < target && performance.now() - start < maxMs; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await setTimeout(pauseMs);
    const now = await sql<{ xmin: string }>`select pg_snapshot_xmin(pg_current_snapshot()) as xmin`.execute(db);
    horizon = BigInt(now.rows[0]?.xmin ?? 0);
  }
  return horizon >= target;
}
