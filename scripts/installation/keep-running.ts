import { setTimeout as pause } from 'node:timers/promises';
import type { Log, RunningServer } from '@parley/backing';

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A service that has run this long has recovered; its next crash counts as the first. */
const recoveredAfterMs = 60_000;

export type Keeper = {
  /** For `onCrash` of a service. */
  crashed(server: RunningServer): void;
  /** From now on crashes are left alone: everything is being stopped. */
  stop(): void;
};

/** Starts crashed services again, after pauses that double as long as they keep crashing. */
export function createKeeper(log: Log, sleep: (ms: number) => Promise<void> = pause): Keeper {
  let stopped = false;
  const history = new Map<string, { crashes: number; restartedAt: number }>();

  async function startAgain(server: RunningServer): Promise<void> {
    const key = `${server.name}:${server.port}`;
    const past = history.get(key);
    const isFresh = past === undefined || Date.now() - past.restartedAt > recoveredAfterMs;
    let crashes = isFresh ? 0 : past.crashes;
    while (!stopped) {
      const pauseMs = Math.min(firstPauseMs * 2 ** crashes, longestPauseMs);
      crashes += 1;
      log(`${server.name} ended unexpectedly (${describeExit(server)}); starting it again in ${pauseMs / 1000} s.`);
      await sleep(pauseMs);
      if (stopped) return;
      const startedAt = Date.now();
      try {
        await server.restart();
        history.set(key, { crashes, restartedAt: startedAt });
        return log(`${server.name} is ready again.`);
      } catch {
        // It ended while starting, for reasons that are in its log; next try.
      }
    }
  }

  return {
    crashed: (server) => {
      if (!stopped) void startAgain(server);
    },
    stop: () => {
      stopped = true;
    },
  };
}

function describeExit({ lastExit }: RunningServer): string {
  if (lastExit === undefined) return 'no status';
  return lastExit.signal === null ? `status ${lastExit.code}` : lastExit.signal;
}
