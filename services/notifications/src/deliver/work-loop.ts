import { setTimeout as delay } from 'node:timers/promises';
import { RpcError } from '@parley/messaging';
import type { Logger } from 'pino';

export type WorkLoop = { run(signal: AbortSignal): Promise<void>; wake(): void };

/**
 * Runs `work` until it finds nothing, then waits for a wake-up or the next look. Replicas share the work by claiming it, so each may run
 * this. A neighbour that is away is no reason to end: what was claimed comes up again.
 */
export function createWorkLoop({ work, pollMs, log }: { work: () => Promise<number>; pollMs: number; log: Logger }): WorkLoop {
  let nudge = new AbortController();
  return {
    wake: () => nudge.abort(),
    async run(signal) {
      while (!signal.aborted) {
        // Before looking: what is added from here on cuts the wait short.
        nudge = new AbortController();
        try {
          while (!signal.aborted && (await work()) > 0) {}
        } catch (error) {
          if (!(error instanceof RpcError)) throw error;
          log.info({ code: error.code }, 'a neighbour did not answer, trying again');
        }
        await delay(pollMs, undefined, { signal: AbortSignal.any([signal, nudge.signal]) }).catch(() => undefined);
      }
    },
  };
}
