import { setTimeout as delay } from 'node:timers/promises';
import { runAsLeader } from '@parley/event-store';
import { eraseDue } from './erase-due.ts';
import { removeObjects } from './remove-objects.ts';
import { type SweepDependencies, type SweepPlaces, sweep } from './sweep.ts';

const sweepEveryMs = 10 * 60_000;
const lookEveryMs = 15_000;
const leastPauseMs = 100;

export type SweepLoops = {
  /** Deletions: woken by whoever deletes, besides looking now and then. */
  removal(signal: AbortSignal): Promise<void>;
  sweep(signal: AbortSignal): Promise<void>;
  wakeRemoval(): void;
};

/** Of all replicas, one does this. */
export function createSweepLoops(dependencies: SweepDependencies, url: string): SweepLoops {
  const { log } = dependencies;
  let look = new AbortController();

  async function removeAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [erased, removed] = [await eraseDue(dependencies, signal), await removeObjects(dependencies)];
      if (erased + removed > 0) continue;
      // A wake-up that comes while this looks is not lost: the signal stays aborted. Many of them are one look.
      await pause(lookEveryMs, AbortSignal.any([signal, look.signal]));
      if (look.signal.aborted) await pause(leastPauseMs, signal);
      look = new AbortController();
    }
  }

  async function sweepOn(signal: AbortSignal): Promise<void> {
    const places: SweepPlaces = { row: undefined, object: undefined };
    while (!signal.aborted) {
      await pause(sweepEveryMs, signal);
      if (signal.aborted) return;
      // A neighbour or store that is away is no reason to end: next time.
      await sweep(dependencies, places).catch((error: unknown) => log.warn({ err: error }, 'a sweep was broken off'));
    }
  }

  return {
    removal: (signal) => runAsLeader({ url, lockName: 'media-removal', signal, log, lead: removeAll }),
    sweep: (signal) => runAsLeader({ url, lockName: 'media-sweep', signal, log, lead: sweepOn }),
    wakeRemoval: () => look.abort(),
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
