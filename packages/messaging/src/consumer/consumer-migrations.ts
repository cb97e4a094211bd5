import { readFileSync } from 'node:fs';

/** The tables of a consuming service, for `migrate()` of the event store. */
export function consumerMigrations(): Array<{ name: string; sql: string }> {
  return [{ name: '0001_messaging_consumer', sql: readFileSync(new URL('../../migrations/0001_consumer.sql', import.meta.url), 'utf8') }];
}
