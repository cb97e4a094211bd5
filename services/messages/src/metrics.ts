import { Gauge, Histogram } from 'prom-client';

export const batchSize = new Histogram({
  name: 'parley_append_batch_messages',
  help: 'Messages in one batch',
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
});

export const batchSeconds = new Histogram({
  name: 'parley_append_duration_seconds',
  help: 'From the start of a batch to its commit',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
});

let queueSize = () => 0;

/** What the gauge reads when somebody asks. */
export function observeQueue(size: () => number): void {
  queueSize = size;
}

new Gauge({
  name: 'parley_append_queued_messages',
  help: 'Messages that wait for their batch',
  collect() {
    this.set(queueSize());
  },
});
