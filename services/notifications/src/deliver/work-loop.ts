import { setTimeout as delay } from 'node:timers/promises';
import { RpcError } from '@parley/messaging';
import type { Logger } from 'pino';

export type WorkLoop = { run(signal: AbortSignal): Promise<void>; wake(): void };

export type WorkLoopOptions = {
  work: () => Promise<number>;
  /** How often to look without a reason: for what a replica that died has left. */
  pollMs: number;
  /** How often to look while something may become due: for a while after a wake-up, and after something was found. Default `pollMs`. */
  expectantMs?: number;
  log: Logger;
};

/** What is added becomes due well within this. */
const expectantForMs = 2_000;

/**
 * Runs `work` until it finds nothing, then waits for a wake-up or the next look. Replicas share the work by claiming it, so each may run
 * this. A neighbour that is away is no reason to end: what was claimed comes up again.
 */
export function createWorkLoop({ work, pollMs, expectantMs = pollMs, log }: WorkLoopOptions): WorkLoop {
  let nudge = new AbortController();
  let expectantUntil = 0;
  const expect = () => {
    expectantUntil = performance.now() + expectantForMs;
  };
  return {
    wake: () => {
      expect();
      nudge.abort();
    },
    async run(signal) {
      while (!signal.aborted) {
        // Before looking: what is added from here on cuts the wait short.
        nudge = new AbortController();
        try {
          while (!signal.aborted && (await work()) > 0) expect();
        } catch (error) {
          if (!(error instanceof RpcError)) throw error;
          log.info({ code: error.code }, 'a neighbour did not answer, trying again');
        }
        const waitMs = performance.now() < expectantUntil ? expectantMs : pollMs;
        await delay(waitMs, undefined, { signal: AbortSignal.any([signal, nudge.signal]) }).catch(() => undefined);
      }
    },
  };
}
