import { chmodSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive } from './process-identity.ts';

/**
 * Between the choice of a port and the moment that its server listens, and while that server is down to come back, nobody sees that
 * the port is taken. Two processes that chose the same one would have two installations speak to each other's servers, and each find
 * its own ready. So a process leaves a note of the ports that it uses, which lasts as long as it does.
 */
const folder = join(tmpdir(), 'parley-ports');
const ours = new Set<number>();
/** Nobody takes longer to write a note. */
const writingMs = 10_000;

/** Whether the port is ours from now on: nobody alive has a note there. Where notes cannot be left, everybody may have everything. */
export function claimPort(port: number): boolean {
  if (ours.has(port)) return true;
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      leaveNote(port);
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return true;
      if (isHeld(port)) return false;
      removeNote(port);
    }
  }
  return false;
}

export function isOurs(port: number): boolean {
  return ours.has(port);
}

function leaveNote(port: number): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o1777);
  writeFileSync(noteOf(port), JSON.stringify(identify(process.pid)), { flag: 'wx' });
  if (ours.size === 0) process.once('exit', () => ours.forEach(removeNote));
  ours.add(port);
}

/** A note that cannot be read is being written just now, unless that was long ago: then its writer was ended in the middle. */
function isHeld(port: number): boolean {
  try {
    const owner: unknown = JSON.parse(readFileSync(noteOf(port), 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('startedAt' in owner)) return false;
    return isAlive({ pid: Number(owner.pid), startedAt: String(owner.startedAt) });
  } catch {
    const changedAt = statSync(noteOf(port), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    return Date.now() - changedAt < writingMs;
  }
}

function removeNote(port: number): void {
  try {
    unlinkSync(noteOf(port));
  } catch {
    // Of another account, or gone already.
  }
}

const noteOf = (port: number) => join(folder, String(port));
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
