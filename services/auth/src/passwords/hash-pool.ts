import { Worker } from 'node:worker_threads';
import { ProblemError } from '@parley/service-kit';
import type { HashJob, HashOutcome } from './hash-worker.ts';

type Waiting = { job: HashJob; resolve(result: string | boolean): void; reject(error: Error): void };

export type HashPoolOptions = { workers: number; maxQueued: number };

/**
 * Threads for work of a third of a second, off the event loop. The queue is bounded: a burst beyond it is told to come
 * back (503) at once instead of waiting behind everybody else.
 */
export class HashPool {
  readonly #maxQueued: number;
  readonly #queue: Waiting[] = [];
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Waiting>();
  #closed = false;

  constructor({ workers, maxQueued }: HashPoolOptions) {
    this.#maxQueued = maxQueued;
    for (let index = 0; index < workers; index++) this.#startWorker();
  }

  run(job: HashJob): Promise<string | boolean> {
    if (this.#closed || this.#queue.length >= this.#maxQueued) {
      return Promise.reject(new ProblemError('unavailable', undefined, { retryAfterSeconds: 2 }));
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const workers = [...this.#idle, ...this.#busy.keys()];
    for (const waiting of [...this.#queue.splice(0), ...this.#busy.values()]) waiting.reject(new ProblemError('unavailable'));
    this.#busy.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const worker = this.#idle.pop();
      const waiting = worker && this.#queue.shift();
      if (!worker || !waiting) return;
      this.#busy.set(worker, waiting);
      worker.postMessage(waiting.job);
    }
  }

  #startWorker(): void {
    const worker = new Worker(new URL('./hash-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', (outcome: HashOutcome) => {
      const waiting = this.#busy.get(worker);
      this.#busy.delete(worker);
      this.#idle.push(worker);
      if (outcome.ok) waiting?.resolve(outcome.result);
      else waiting?.reject(new Error(outcome.message));
      this.#next();
    });
    worker.on('error', (error) => this.#busy.get(worker)?.reject(new Error('the hashing thread failed', { cause: error })));
    worker.on('exit', () => this.#replace(worker));
    this.#idle.push(worker);
  }

  /** A thread that died (out of memory, say) takes its job with it and nothing else. */
  #replace(worker: Worker): void {
    if (this.#closed) return;
    this.#busy.get(worker)?.reject(new Error('the hashing thread ended'));
    this.#busy.delete(worker);
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#startWorker();
    this.#next();
  }
}
