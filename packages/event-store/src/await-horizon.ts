import { setTimeout } from 'node:timers/promises';
import { type QueryExecutorProvider, sql } from 'kysely';

const longestPauseMs = 20;

/**
 * Waits until every transaction of this database that was in progress at the call has ended, for a second at most. What was committed before the
 * call is then below the horizon. The bound is for a stuck writer; then the answer is false, for something may be hidden.
 */
export async function awaitHorizon(db: QueryExecutorProvider, maxMs = 1_000): Promise<boolean> {
  const start = performance.now();
  const { rows } = await sql<{ horizon: string; xmax: string }>`
    select publication_horizon() as horizon, pg_snapshot_xmax(pg_current_snapshot()) as xmax`.execute(db);
  const target = BigInt(rows[0]?.xmax ?? 0);
  let horizon = BigInt(rows[0]?.horizon ?? 0);
  for (let pauseMs = 1; horizon < target && performance.now() - start < maxMs; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await setTimeout(pauseMs);
    const now = await sql<{ horizon: string }>`select publication_horizon() as horizon`.execute(db);
    horizon = BigInt(now.rows[0]?.horizon ?? 0);
  }
  return horizon >= target;
}
