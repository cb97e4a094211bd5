import { setTimeout as delay } from 'node:timers/promises';
import { runAsLeader } from '@parley/event-store';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { NotificationsDatabase } from './notifications-database.ts';

const everyMs = 3_600_000;
const perStatement = 1_000;
/** What is older is in nobody's list any more. */
export const keepDays = 90;

export type TidyOptions = { db: NotificationsDatabase; url: string; clock: () => Date; log: Logger };

/** One replica forgets what is old, in small steps. */
export function createTidying({ db, url, clock, log }: TidyOptions) {
  async function lead(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      while (!signal.aborted && (await tidy(db, clock())) > 0) {}
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return { run: (signal: AbortSignal) => runAsLeader({ url, lockName: 'notifications-tidy', signal, log, lead }) };
}

export async function tidy(db: NotificationsDatabase, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepDays * 86_400_000);
  const { numAffectedRows } = await sql`
    delete from notices where notice_id in (select notice_id from notices where updated_at < ${before} limit ${perStatement})`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
