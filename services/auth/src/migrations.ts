import { eventStoreMigrations } from '@parley/event-store/event-store-migrations';
import type { SqlMigration } from '@parley/event-store/migrate';
import { sqlFolder } from '@parley/event-store/sql-folder';

/** Everything that makes this service's database. People and their sessions are few beside messages: 4 partitions will do. */
export async function authMigrations(): Promise<SqlMigration[]> {
  const own = await sqlFolder(new URL('../migrations/', import.meta.url));
  return [...eventStoreMigrations({ partitions: 4 }), ...own];
}
