import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import { indexMessages } from './index-messages.ts';

/** A message can be found about this long after its commit. */
const gatherMs = 250;
/** How often to look without having been woken: for what a replica that died has left. */
const idleMs = 2_000;
/** A commit may stand behind an open transaction for a moment: so many looks have to find nothing before it gets quiet. */
const looksBeforeIdle = 4;

export type Indexer = {
  run(signal: AbortSignal): Promise<void>;
  /** Something was committed. */
  wake(): void;
};

/** Follows the log until `signal` ends. */
export function createIndexer(db: Kysely<MessagesDatabase>): Indexer {
  let woken = new AbortController();

  return {
    wake: () => woken.abort(),
    async run(signal) {
      for (let empty = 0; !signal.aborted; ) {
        const { events, behind } = await indexMessages(db);
        if (behind) continue;
        empty = events > 0 || woken.signal.aborted ? 0 : empty + 1;
        if (woken.signal.aborted) woken = new AbortController();
        if (empty >= looksBeforeIdle)
          await delay(idleMs, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
        await delay(gatherMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
