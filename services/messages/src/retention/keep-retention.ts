import { setTimeout as delay } from 'node:timers/promises';
import { runAsLeader } from '@parley/event-store';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { MessagesDatabase } from '../messages-database.ts';
import { expireMessages } from './expire-messages.ts';

export type RetentionOptions = {
  db: Kysely<MessagesDatabase>;
  url: string;
  /** Null: for good, unless a room says otherwise. */
  days: number | null;
  log: Logger;
  wakeRelay: () => void;
  everyMs?: number;
};

/** On one replica at a time, batch by batch, with a pause for others after each round. */
export function createRetention({ db, url, days, log, wakeRelay, everyMs = 60_000 }: RetentionOptions) {
  async function lead(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const deleted = await expireMessages(db, days);
      if (deleted > 0) {
        wakeRelay();
        log.info({ messages: deleted }, 'messages older than their rooms keep were deleted');
      }
      await delay(deleted > 0 ? 250 : everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return { run: (signal: AbortSignal) => runAsLeader({ url, lockName: 'messages/retention', signal, log, lead }) };
}
