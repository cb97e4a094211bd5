import { eventStoreMigrations, type SqlMigration, sqlFolder } from '@parley/event-store';
import { consumerMigrations } from '@parley/messaging';

/** Everything that makes this service's database. The log is what grows: 8 partitions, by room. */
export async function messagesMigrations(): Promise<SqlMigration[]> {
  const own = await sqlFolder(new URL('../migrations/', import.meta.url));
  return [...eventStoreMigrations({ partitions: 8 }), ...consumerMigrations(), ...own];
}
