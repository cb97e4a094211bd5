/** Runs a bounded number of tasks at once and lets a bounded number wait. */
export type RpcGate = {
  /** False when both are full; the task does not run. Tasks never reject. */
  enter(task: () => Promise<void>): boolean;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
};

export function createRpcGate({ concurrency, maxQueued }: { concurrency: number; maxQueued: number }): RpcGate {
  const queued: Array<() => Promise<void>> = [];
  let running = 0;
  let onIdle: Array<() => void> = [];

  function start(task: () => Promise<void>): void {
    running += 1;
    void task().finally(() => {
      running -= 1;
      const next = queued.shift();
      if (next) start(next);
      else if (running === 0) {
        for (const resolve of onIdle) resolve();
        onIdle = [];
      }
    });
  }

  return {
    enter(task) {
      if (running < concurrency) start(task);
      else if (queued.length < maxQueued) queued.push(task);
      else return false;
      return true;
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))),
  };
}
