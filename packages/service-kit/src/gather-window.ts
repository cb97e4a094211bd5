export type GatherWindowOptions = {
  /** From this rate on it pays to wait for company. */
  busyPerSecond: number;
  /** How long the first one waits at most. */
  windowMs: number;
  /** Milliseconds of a monotonic clock. */
  now?: () => number;
};

export type GatherWindow = {
  /** Something has come. */
  count(): void;
  /** How long to gather before the next batch leaves: nothing while little is going on, or when the window's worth has come already. */
  waitMs(gathered: number): number;
};

const measuredMs = 50;

/**
 * Decides whether to wait a few milliseconds so that more leaves together. What costs by the batch (a request, a transaction) is then paid
 * a few hundred times a second at the most, and whoever comes alone is never made to wait.
 */
export function createGatherWindow({ busyPerSecond, windowMs, now = () => performance.now() }: GatherWindowOptions): GatherWindow {
  const busyCount = (busyPerSecond * measuredMs) / 1_000;
  let since = now();
  let counted = 0;
  let perSecond = 0;

  function turnOver(): void {
    const elapsedMs = now() - since;
    if (elapsedMs < measuredMs) return;
    perSecond = (counted * 1_000) / elapsedMs;
    since = now();
    counted = 0;
  }

  return {
    count() {
      turnOver();
      counted += 1;
    },
    waitMs(gathered) {
      turnOver();
      if (perSecond < busyPerSecond && counted < busyCount) return 0;
      // Somebody has gathered already, such as the process that these come from: waiting again would bring little more.
      const worthOfWindow = (perSecond * windowMs) / 1_000;
      return gathered > 1 && gathered >= worthOfWindow ? 0 : windowMs;
    },
  };
}
