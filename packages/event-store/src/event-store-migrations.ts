import { readFileSync } from 'node:fs';
import type { SqlMigration } from './migrate.ts';

/**
 * The event store's own migrations, to be listed before the service's.
 * `partitions` is decided once, when the database is made: a log that will grow wants 8 or more, a small one 1.
 */
export function eventStoreMigrations({ partitions }: { partitions: number }): SqlMigration[] {
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > 1_024) throw new RangeError('partitions must be 1 to 1024');
  return ['0001_event_store', '0002_publication_horizon', '0003_horizon_planned_once'].map((name) => ({
    name,
    sql: readFileSync(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8').replaceAll('__PARTITIONS__', String(partitions)),
  }));
}
