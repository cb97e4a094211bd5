import { eventStoreMigrations } from '@parley/event-store/event-store-migrations';
import type { SqlMigration } from '@parley/event-store/migrate';
import { sqlFolder } from '@parley/event-store/sql-folder';
import { consumerMigrations } from '@parley/messaging/consumer-migrations';

/** Everything that makes this service's database. The log is what grows: 8 partitions, by room. */
export async function messagesMigrations(): Promise<SqlMigration[]> {
  const own = await sqlFolder(new URL('../migrations/', import.meta.url));
  return [...eventStoreMigrations({ partitions: 8 }), ...consumerMigrations(), ...own];
}
