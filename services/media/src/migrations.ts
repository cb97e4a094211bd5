import { eventStoreMigrations } from '@parley/event-store/event-store-migrations';
import type { SqlMigration } from '@parley/event-store/migrate';
import { sqlFolder } from '@parley/event-store/sql-folder';
import { consumerMigrations } from '@parley/messaging/consumer-migrations';

/** Everything that makes this service's database. Files are few beside messages: 4 partitions will do. */
export async function mediaMigrations(): Promise<SqlMigration[]> {
  const own = await sqlFolder(new URL('../migrations/', import.meta.url));
  return [...eventStoreMigrations({ partitions: 4 }), ...consumerMigrations(), ...own];
}
