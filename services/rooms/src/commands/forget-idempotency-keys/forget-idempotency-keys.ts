import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { windowStart } from '../create-room/idempotency.ts';

const everyMs = 600_000;
const batch = 5_000;

/** A loop that deletes keys past their window, a bounded batch at a time, so that the table stays as small as a day. */
export async function forgetIdempotencyKeys(db: Kysely<RoomsDatabase>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    while (!signal.aborted && (await forgetBatch(db)) === batch);
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

export async function forgetBatch(db: Kysely<RoomsDatabase>): Promise<number> {
  const expired = db
    .selectFrom('idempotency_keys')
    .select(sql<string>`ctid`.as('ctid'))
    .where('created_at', '<=', windowStart)
    .limit(batch);
  const result = await db.deleteFrom('idempotency_keys').where(sql<string>`ctid`, 'in', expired).executeTakeFirst();
  return Number(result.numDeletedRows);
}
