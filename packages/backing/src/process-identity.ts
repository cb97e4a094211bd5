import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A pid alone may have been given to someone else since; together with the start time it names one process. */
export type ProcessIdentity = { pid: number; startedAt: string };

/** When the process started, in whatever unit the system has; undefined when there is no such process (a zombie counts as none). */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // The command name in parentheses may itself hold spaces and parentheses: count from the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: processStart(pid) ?? '' };
}

export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return startedAt !== '' && processStart(pid) === startedAt;
}

/** Ends exactly this process, politely first. Resolves when it is gone. */
export async function endProcess(identity: ProcessIdentity, signal: NodeJS.Signals, graceMs = 10_000): Promise<void> {
  const deadline = Date.now() + graceMs;
  sendSignal(identity.pid, signal);
  sendSignal(identity.pid, 'SIGCONT');
  while (isAlive(identity)) {
    if (Date.now() > deadline) sendSignal(identity.pid, 'SIGKILL');
    await sleep(50);
  }
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, which is what every caller wants.
  }
}

/** Whether no thread of the process runs any more since SIGSTOP: the signal takes effect a moment after it was sent. */
export function hasStopped(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T');
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8'));
    return threads.every((stat) => stat.charAt(stat.lastIndexOf(')') + 2) === 'T');
  } catch {
    // It has ended, or a thread has meanwhile: the first is as good, the second shows with the next look.
    return processStart(pid) === undefined;
  }
}
