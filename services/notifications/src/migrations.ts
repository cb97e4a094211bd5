import { type SqlMigration, sqlFolder } from '@parley/event-store';
import { consumerMigrations } from '@parley/messaging';

/** Everything that makes this service's database. It has no log of its own: what it knows comes from others' logs. */
export async function notificationsMigrations(): Promise<SqlMigration[]> {
  const own = await sqlFolder(new URL('../migrations/', import.meta.url));
  return [...consumerMigrations(), ...own];
}
