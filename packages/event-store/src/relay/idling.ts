import type { Bell } from './bell.ts';

/** What was committed stands behind an older transaction that is most likely about to end. */
const quickRetriesMs = [1, 1, 2, 2, 4, 8] as const;

/**
 * How long to sleep between reads that brought nothing: until the bell rings. Who commits rings, so looking without a ring is for rings
 * that got lost, once in `idleMs`. Only where something is known to wait behind an open transaction, whose end rings no bell, is it
 * looked for again soon: at once, then every `pollMs`.
 */
export function createIdling(bell: Bell, { pollMs, idleMs }: { pollMs: number; idleMs: number }) {
  let retry = 0;

  return {
    found(): void {
      retry = 0;
    },
    async wait(waiting: boolean, signal: AbortSignal): Promise<void> {
      const rung = await bell.wait(waiting ? (quickRetriesMs[retry] ?? pollMs) : idleMs, signal);
      retry = rung || !waiting ? 0 : retry + 1;
    },
  };
}
