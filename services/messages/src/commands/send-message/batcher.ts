export type BatcherOptions<Command, Outcome> = {
  maxBatch: number;
  /** Batches under way at the same time. */
  concurrency: number;
  /** Commands that may wait; beyond, `add` refuses. */
  maxQueue: number;
  /** One outcome per command, in order. Throwing fails the whole batch. */
  run: (batch: Command[]) => Promise<Outcome[]>;
};

export class BatcherFull extends Error {
  override readonly name = 'BatcherFull';
}

type Waiting<Command, Outcome> = { command: Command; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void };

export type Batcher<Command, Outcome> = { add(command: Command): Promise<Outcome>; size(): number; idle(): Promise<void> };

/**
 * Gathers what is asked within one turn of the event loop, or while earlier batches are under way. There is no timer:
 * an idle service answers at once, a busy one batches by itself.
 */
export function createBatcher<Command, Outcome>(options: BatcherOptions<Command, Outcome>): Batcher<Command, Outcome> {
  const queue: Array<Waiting<Command, Outcome>> = [];
  let running = 0;
  let scheduled = false;
  const whenIdle: Array<() => void> = [];

  function schedule(): void {
    if (scheduled || running >= options.concurrency || queue.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      while (running < options.concurrency && queue.length > 0) void runBatch(queue.splice(0, options.maxBatch));
    });
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
        schedule();
      });
    },
    size: () => queue.length,
    idle: () => (running === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
  };
}
