import type { SqlMigration } from '@parley/event-store/migrate';
import { sqlFolder } from '@parley/event-store/sql-folder';
import { consumerMigrations } from '@parley/messaging/consumer-migrations';

/** Everything that makes this service's database. It has no log of its own: what it knows comes from others' logs. */
export async function notificationsMigrations(): Promise<SqlMigration[]> {
  const own = await sqlFolder(new URL('../migrations/', import.meta.url));
  return [...consumerMigrations(), ...own];
}
