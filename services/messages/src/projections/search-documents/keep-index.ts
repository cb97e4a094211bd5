import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import { indexMessages } from './index-messages.ts';

/** A message can be found about this long after its commit. */
const idleMs = 200;

/** Follows the log until `signal` ends. */
export function createIndexer(db: Kysely<MessagesDatabase>): { run(signal: AbortSignal): Promise<void> } {
  return {
    async run(signal) {
      while (!signal.aborted) {
        const { behind } = await indexMessages(db);
        if (!behind) await delay(idleMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
