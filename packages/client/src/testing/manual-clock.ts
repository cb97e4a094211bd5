import type { Clock } from '../clock.ts';

type Timer = { at: number; order: number; task: () => void };

/** Time that passes when told to; timers run in order of their time. */
export type ManualClock = Clock & { advance(ms: number): Promise<void>; pending(): number };

export function manualClock(start = 1_700_000_000_000): ManualClock {
  const timers = new Set<Timer>();
  let now = start;
  let order = 0;
  return {
    now: () => now,
    after(delayMs, task) {
      order += 1;
      const timer = { at: now + Math.max(0, delayMs), order, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pending: () => timers.size,
    async advance(ms) {
      const end = now + ms;
      await settled();
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.task();
        await settled();
      }
      now = end;
    },
  };
}

/** Lets every promise that can settle do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
