import type pg from 'pg';
import { Gauge } from 'prom-client';

const pools = new Set<WeakRef<pg.Pool>>();

/** Counts the pool's connections when metrics are read, as long as there is the pool. */
export function observePool(pool: pg.Pool): void {
  pools.add(new WeakRef(pool));
}

new Gauge({
  name: 'parley_database_connections',
  help: 'Connections to Postgres: `busy`, `idle`, and `waiting` for those who wait for one',
  labelNames: ['state'],
  collect() {
    const counts = { busy: 0, idle: 0, waiting: 0 };
    for (const reference of pools) {
      const pool = reference.deref();
      if (!pool || pool.ended) pools.delete(reference);
      else {
        counts.idle += pool.idleCount;
        counts.busy += pool.totalCount - pool.idleCount;
        counts.waiting += pool.waitingCount;
      }
    }
    for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
  },
});
