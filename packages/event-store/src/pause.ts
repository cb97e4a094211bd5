import { setTimeout } from 'node:timers/promises';

/** Waits, or returns at once when `signal` ends. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
