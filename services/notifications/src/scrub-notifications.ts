import pg from 'pg';
import type { Logger } from 'pino';

/**
 * Takes the excerpts of messages that were deleted off Postgres' disk: their rows are gone at once, but Postgres keeps a former row in
 * its page until the space is used again. The one table that holds text is written anew; it is locked meanwhile, for a moment.
 */
export async function scrubNotifications({ ownerUrl, log }: { ownerUrl: string; log: Logger }): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'parley scrub' });
  await client.connect();
  try {
    log.info({ table: 'causes' }, 'writing a table anew');
    await client.query('vacuum (full) causes');
  } finally {
    await client.end();
  }
}
