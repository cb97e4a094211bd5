import type { Bell } from './bell.ts';

const idlePollMs = 250;
const idleAfterMs = 5_000;
/** After a ring that found nothing: what was committed waits behind an older transaction that is about to end. */
const quickRetriesMs = [1, 1, 2, 2, 4, 8] as const;

/** How long to sleep between reads that find nothing: until the bell rings, at most a poll; longer and longer on an idle machine. */
export function createIdling(bell: Bell, pollMs: number) {
  let activeAt = performance.now();
  let retry: number = quickRetriesMs.length;

  return {
    found(): void {
      activeAt = performance.now();
      retry = quickRetriesMs.length;
    },
    async wait(signal: AbortSignal): Promise<void> {
      const idleMs = performance.now() - activeAt;
      const ms = quickRetriesMs[retry] ?? (idleMs > idleAfterMs ? Math.max(idlePollMs, pollMs) : pollMs);
      const rung = await bell.wait(ms, signal);
      if (rung) activeAt = performance.now();
      retry = rung ? 0 : Math.min(retry + 1, quickRetriesMs.length);
    },
  };
}
