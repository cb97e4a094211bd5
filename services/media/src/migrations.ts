import { eventStoreMigrations, type SqlMigration, sqlFolder } from '@parley/event-store';
import { consumerMigrations } from '@parley/messaging';

/** Everything that makes this service's database. Files are few beside messages: 4 partitions will do. */
export async function mediaMigrations(): Promise<SqlMigration[]> {
  const own = await sqlFolder(new URL('../migrations/', import.meta.url));
  return [...eventStoreMigrations({ partitions: 4 }), ...consumerMigrations(), ...own];
}
