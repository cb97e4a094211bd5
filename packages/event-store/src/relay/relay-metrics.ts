import { Counter, Gauge, Histogram } from 'prom-client';

export type Backlog = { events: number; ageSeconds: number };

/** The relays that lead in this process, asked when metrics are read. */
const backlogs = new Map<string, () => Promise<Backlog>>();

export const relayPublished = new Counter({
  name: 'parley_relay_published_total',
  help: 'Events that the broker has acknowledged',
  labelNames: ['service'],
});

export const relayDelay = new Histogram({
  name: 'parley_relay_delay_seconds',
  help: 'From recording an event to its acknowledgement by the broker, the oldest of each batch',
  labelNames: ['service'],
  buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 30],
});

export const relayRestarts = new Counter({
  name: 'parley_relay_alignments_total',
  help: 'Times that the relay compared itself with the broker: starts, reconnects, contention',
  labelNames: ['service'],
});

const relayLag = new Gauge({
  name: 'parley_relay_lag_events',
  help: 'Events not published yet (counted to 10,000)',
  labelNames: ['service'],
});

export const relayAge = new Gauge({
  name: 'parley_relay_age_seconds',
  help: 'How long the oldest event that is not published has waited',
  labelNames: ['service'],
  async collect() {
    for (const [service, read] of backlogs) {
      const { events, ageSeconds } = await read().catch(() => ({ events: Number.NaN, ageSeconds: Number.NaN }));
      this.set({ service }, ageSeconds);
      relayLag.set({ service }, events);
    }
  },
});

/** Reports the backlog of `service` until disposed. */
export function reportBacklog(service: string, read: () => Promise<Backlog>): Disposable {
  backlogs.set(service, read);
  return {
    [Symbol.dispose]: () => {
      backlogs.delete(service);
      relayAge.remove({ service });
      relayLag.remove({ service });
    },
  };
}
