export type Backoff = { next(): number; reset(): void; attempts(): number };

/**
 * Exponential backoff with full jitter: a delay is drawn evenly from zero to a bound that doubles. Thousands of clients
 * that lost one server spread over the whole time instead of coming back in waves.
 * (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
 */
export function createBackoff({ baseMs, capMs, random }: { baseMs: number; capMs: number; random: () => number }): Backoff {
  let attempts = 0;
  return {
    next() {
      const bound = Math.min(capMs, baseMs * 2 ** Math.min(attempts, 30));
      attempts += 1;
      return Math.round(random() * bound);
    },
    reset() {
      attempts = 0;
    },
    attempts: () => attempts,
  };
}
