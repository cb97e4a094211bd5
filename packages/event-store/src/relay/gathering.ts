export type GatheringOptions = {
  gatherMs?: number;
  /** Milliseconds of a monotonic clock. */
  now?: () => number;
};

/** From here on a read per commit costs more than the few milliseconds are worth. */
const busyPerSecond = 300;
const measuredMs = 100;

/**
 * Keeps reads apart while much comes, so that what is committed close together is read, published and delivered together: a read, a
 * wake-up and a packet cost about the same for one event as for ten. An event that comes alone is read at once.
 */
export function createGathering({ gatherMs = 10, now = () => performance.now() }: GatheringOptions) {
  let readAt = Number.NEGATIVE_INFINITY;
  let since = now();
  let counted = 0;
  let busy = false;

  return {
    read(): void {
      readAt = now();
    },
    found(events: number): void {
      counted += events;
      const elapsedMs = now() - since;
      if (elapsedMs < measuredMs) return;
      busy = (counted * 1_000) / elapsedMs >= busyPerSecond;
      since = now();
      counted = 0;
    },
    waitMs(): number {
      return busy ? Math.max(0, readAt + gatherMs - now()) : 0;
    },
  };
}
