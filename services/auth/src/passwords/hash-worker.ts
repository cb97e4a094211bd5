import { parentPort } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcryptjs';

/** What the pool asks of a thread; one at a time. The text is a digest, never a password. */
export type HashJob = { kind: 'hash'; text: string; rounds: number } | { kind: 'verify'; text: string; hash: string };
export type HashOutcome = { ok: true; result: string | boolean } | { ok: false; message: string };

parentPort?.on('message', (job: HashJob) => {
  parentPort?.postMessage(perform(job));
});

function perform(job: HashJob): HashOutcome {
  try {
    return { ok: true, result: job.kind === 'hash' ? hashSync(job.text, job.rounds) : compareSync(job.text, job.hash) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'hashing failed' };
  }
}
