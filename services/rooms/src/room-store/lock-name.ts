import { type Kysely, sql } from 'kysely';

// Streams are locked under 0, leaders under 1.
const keySpace = 2;

/**
 * Holds a name (a pair of people, a slug, an idempotency key) until the transaction ends, so that who looks for it next sees what was
 * made under it. An advisory lock, like a stream's, assigns no transaction id: events keep their publication order.
 */
export async function lockName<Tables>(trx: Kysely<Tables>, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, ${keySpace}))`.execute(trx);
}
