import { setTimeout as delay } from 'node:timers/promises';
import type { LeaseStore } from '../leases/lease-store.ts';
import type { Announcer } from './announcer.ts';

export const sweepLimit = 500;

/**
 * Finds leases that ran out and announcements that were left behind. Every replica sweeps; what one takes, the others do
 * not see. An error ends the loop: it is started again, and the process is unready meanwhile.
 */
export async function sweepPresence(
  options: { leases: LeaseStore; announcer: Announcer; everyMs: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const found = await options.leases.sweep(sweepLimit);
    options.announcer.announce(found);
    // Much to do: go on at once, after the announcements of this round.
    if (found.length >= sweepLimit) await options.announcer.idle();
    else await delay(options.everyMs, undefined, { signal }).catch(() => undefined);
  }
}
