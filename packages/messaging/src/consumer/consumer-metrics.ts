import { Counter, Gauge, Histogram } from 'prom-client';

const labelNames = ['consumer'] as const;

export const consumedEvents = new Counter({ name: 'parley_consumer_events_total', help: 'Events that took effect', labelNames });
export const repeatedEvents = new Counter({
  name: 'parley_consumer_repeated_total',
  help: 'Events delivered again and skipped',
  labelNames,
});
export const catchUps = new Counter({
  name: 'parley_consumer_catch_ups_total',
  help: 'Times that a consumer read what it missed from the owner',
  labelNames,
});
export const retries = new Counter({ name: 'parley_consumer_retries_total', help: 'Tries of an event that failed', labelNames });
export const deadLetters = new Counter({
  name: 'parley_consumer_dead_letters_total',
  help: 'Events given up after the last try',
  labelNames,
});

/** Counted from nothing: an alert on the first dead letter needs a zero before it. */
export function beginCounting(consumer: string): void {
  for (const counter of [consumedEvents, repeatedEvents, catchUps, retries, deadLetters]) counter.inc({ consumer }, 0);
}

export const consumerDelay = new Histogram({
  name: 'parley_consumer_delay_seconds',
  help: 'From the storing of an event by the broker to its effect here, the oldest of each batch',
  labelNames,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120],
});

/** The consumers that follow in this process, asked when metrics are read. */
const followed = new Map<string, () => Promise<number>>();

const consumerLag = new Gauge({
  name: 'parley_consumer_lag_events',
  help: 'Events in the stream that have not taken effect here; no number while the broker cannot be asked',
  labelNames,
  async collect() {
    await Promise.all(Array.from(followed, async ([consumer, read]) => this.set({ consumer }, await read().catch(() => Number.NaN))));
  },
});

/** Reports how far `consumer` is behind, until disposed. */
export function reportLag(consumer: string, read: () => Promise<number>): Disposable {
  followed.set(consumer, read);
  return {
    [Symbol.dispose]: () => {
      followed.delete(consumer);
      consumerLag.remove({ consumer });
    },
  };
}
