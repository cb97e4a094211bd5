export type PatienceOptions = { faults: number; perMs: number; now?: () => number };

/** Counts faults in a sliding time: `exhausted` when there were more than `faults` within `perMs`. */
export function createPatience({ faults, perMs, now = () => performance.now() }: PatienceOptions): { exhausted(): boolean } {
  let count = 0;
  let since = now();
  return {
    exhausted() {
      const at = now();
      if (at - since > perMs) {
        count = 0;
        since = at;
      }
      count += 1;
      return count > faults;
    },
  };
}
