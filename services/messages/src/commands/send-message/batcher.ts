import { createGatherWindow, type GatherWindow } from '@parley/service-kit';

export type BatcherOptions<Command, Outcome> = {
  maxBatch: number;
  /** Batches under way at the same time. */
  concurrency: number;
  /** Commands that may wait; beyond, `add` refuses. */
  maxQueue: number;
  /** One outcome per command, in order. Throwing fails the whole batch. */
  run: (batch: Command[]) => Promise<Outcome[]>;
  /** Default: as long as a transaction takes, when several hundred a second come. */
  window?: GatherWindow;
};

export class BatcherFull extends Error {
  override readonly name = 'BatcherFull';
}

type Waiting<Command, Outcome> = { command: Command; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void };

export type Batcher<Command, Outcome> = { add(command: Command): Promise<Outcome>; size(): number; idle(): Promise<void> };

/**
 * Gathers what is asked within one turn of the event loop, or while earlier batches are under way; and for a few milliseconds when much
 * comes, since a transaction costs nearly the same for five messages as for one. An idle service answers at once.
 */
export function createBatcher<Command, Outcome>(options: BatcherOptions<Command, Outcome>): Batcher<Command, Outcome> {
  const { window = createGatherWindow({ busyPerSecond: 300, windowMs: 4 }) } = options;
  const queue: Array<Waiting<Command, Outcome>> = [];
  let running = 0;
  let scheduled: 'no' | 'soon' | 'now' = 'no';
  let timer: NodeJS.Timeout | undefined;
  const whenIdle: Array<() => void> = [];

  function schedule(): void {
    if (scheduled === 'now' || running >= options.concurrency || queue.length === 0) return;
    const waitMs = queue.length >= options.maxBatch ? 0 : window.waitMs(queue.length);
    if (waitMs > 0) {
      if (scheduled === 'no') timer = setTimeout(leave, waitMs);
      scheduled = 'soon';
      return;
    }
    clearTimeout(timer);
    scheduled = 'now';
    setImmediate(leave);
  }

  function leave(): void {
    scheduled = 'no';
    while (running < options.concurrency && queue.length > 0) void runBatch(queue.splice(0, options.maxBatch));
  }

  async function runBatch(batch: Array<Waiting<Command, Outcome>>): Promise<void> {
    running += 1;
    try {
      const outcomes = await options.run(batch.map((waiting) => waiting.command));
      for (const [index, waiting] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) waiting.reject(new Error('the batch left a command without an outcome'));
        else waiting.resolve(outcome);
      }
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    } finally {
      running -= 1;
      if (running === 0 && queue.length === 0) for (const resolve of whenIdle.splice(0)) resolve();
      schedule();
    }
  }

  return {
    add(command) {
      if (queue.length >= options.maxQueue) return Promise.reject(new BatcherFull('too many commands are waiting'));
      return new Promise((resolve, reject) => {
        queue.push({ command, resolve, reject });
        window.count();
        schedule();
      });
    },
    size: () => queue.length,
    idle: () => (running === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
  };
}
