export type RateLimitOptions = { perSecond: number; burst: number; now?: () => number };

/** A token bucket. `take` answers 0 when the command may go on, else the milliseconds until the next one may. */
export function createRateLimit({ perSecond, burst, now = () => performance.now() }: RateLimitOptions): { take(): number } {
  let tokens = burst;
  let refilledAt = now();
  return {
    take() {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - refilledAt) / 1_000) * perSecond);
      refilledAt = at;
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return Math.ceil(((1 - tokens) / perSecond) * 1_000);
    },
  };
}
