import { type ChildProcess, fork } from 'node:child_process';
import { ProblemError } from '@parley/service-kit';
import { pictureSeconds, picturesWaiting } from '../metrics.ts';
import type { MadePicture, PictureJob, PictureOutcome } from './picture-job.ts';

type Waiting = { job: PictureJob; resolve(picture: MadePicture): void; reject(error: Error): void };
type Worker = { child: ChildProcess; done: number; idleTimer?: NodeJS.Timeout | undefined };

export type PicturePoolOptions = { workers: number; maxQueued: number; idleMs?: number };

export type PicturePool = {
  /** @throws ProblemError `unprocessable` for what is no picture or too large a one, `unavailable` when too many wait */
  run(job: PictureJob): Promise<MadePicture>;
  close(): Promise<void>;
};

/** More than what the decoder allows itself: who hangs in native code hears no timer. */
const graceMs = 3_000;
/** Native memory that a decoder does not give back goes with its process. */
const jobsOfAWorker = 200;

/**
 * Processes for pictures: started when there is work, ended after a while without. The queue is bounded; a job that overruns its time
 * is killed with its process, and costs nobody else anything.
 */
export function createPicturePool({ workers: most, maxQueued, idleMs = 30_000 }: PicturePoolOptions): PicturePool {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Set<Worker>();
  let closed = false;

  function next(): void {
    while (queue.length > 0 && !closed) {
      const worker = idle.pop() ?? (busy.size < most ? startWorker() : undefined);
      const waiting = worker && queue.shift();
      if (!worker || !waiting) break;
      void perform(worker, waiting);
    }
    picturesWaiting.set(queue.length);
  }

  async function perform(worker: Worker, { job, resolve, reject }: Waiting): Promise<void> {
    clearTimeout(worker.idleTimer);
    busy.add(worker);
    const stopTimer = pictureSeconds.startTimer();
    const outcome = await ask(worker.child, job);
    stopTimer({ outcome: outcome.ok ? 'made' : outcome.reason });
    busy.delete(worker);
    worker.done += 1;
    const reusable = worker.child.connected && worker.done < jobsOfAWorker && !closed && (outcome.ok || outcome.reason !== 'overrun');
    if (reusable) rest(worker);
    else worker.child.kill('SIGKILL');
    if (outcome.ok) resolve(outcome.picture);
    else reject(refusalOf(outcome.reason));
    next();
  }

  function rest(worker: Worker): void {
    idle.push(worker);
    worker.idleTimer = setTimeout(() => {
      idle.splice(idle.indexOf(worker), 1);
      worker.child.kill('SIGKILL');
    }, idleMs);
    worker.idleTimer.unref();
  }

  return {
    run(job) {
      const room = busy.size < most || queue.length < maxQueued;
      if (closed || !room) return Promise.reject(new ProblemError('unavailable', undefined, { retryAfterSeconds: 5 }));
      return new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject });
        next();
      });
    },
    async close() {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.reject(new ProblemError('unavailable'));
      for (const worker of [...idle, ...busy]) {
        clearTimeout(worker.idleTimer);
        worker.child.kill('SIGKILL');
      }
    },
  };
}

function startWorker(): Worker {
  const path = new URL('./picture-worker.ts', import.meta.url);
  // None of our environment: no address and no secret is within reach of a decoder.
  const child = fork(path, [], { env: {}, execArgv: [], serialization: 'json', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  // Heard of as its end as well.
  child.on('error', () => undefined);
  return { child, done: 0 };
}

type Outcome = PictureOutcome | { ok: false; reason: 'overrun' };

/** One job, one answer: the process's own, or that it took too long or died, which counts against the picture. */
function ask(child: ChildProcess, job: PictureJob): Promise<Outcome> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      child.removeListener('message', onMessage);
      child.removeListener('exit', onExit);
      resolve(outcome);
    };
    const onMessage = (outcome: PictureOutcome) => end(outcome);
    const onExit = () => end({ ok: false, reason: 'overrun' });
    const timer = setTimeout(onExit, job.seconds * 1_000 + graceMs);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send(job, (error) => {
      if (error) onExit();
    });
  });
}

function refusalOf(reason: 'too_many_pixels' | 'unreadable' | 'overrun'): ProblemError {
  switch (reason) {
    case 'too_many_pixels':
      return new ProblemError('unprocessable', 'The picture has too many pixels');
    case 'unreadable':
      return new ProblemError('unprocessable', 'The picture cannot be read');
    case 'overrun':
      return new ProblemError('unprocessable', 'The picture takes too long to read');
  }
}
