import pg from 'pg';
import { observePool } from './pool-metrics.ts';
import { ReleasingClient } from './releasing-client.ts';

/** A pool that outlives its connections. */
export function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ connectionTimeoutMillis: 5_000, keepAlive: true, Client: ReleasingClient, ...config });
  // A connection that breaks says so by an event, idle or at work; unheard, it would end the process. Whoever uses it then gets the
  // error from the statement, and the pool replaces it.
  observePool(pool);
  const ignore = () => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}
