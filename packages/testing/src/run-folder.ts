import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive } from '@parley/backing';

const prefix = 'parley-test-';
const ownerFile = 'owner.json';

export type RunFolder = { path: string; remove(): Promise<void> };

/** A folder of this process's own; others may pass through it, since servers started by root run under accounts of their own. */
export async function createRunFolder(purpose: string): Promise<RunFolder> {
  const path = await mkdtemp(join(tmpdir(), `${prefix}${purpose}-`));
  await chmod(path, 0o711);
  await writeFile(join(path, ownerFile), JSON.stringify(identify(process.pid)));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}

/** Removes what runs that were killed have left. Their servers ended with them (see backing's process guard). */
export async function removeAbandonedRunFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const path = join(tmpdir(), name);
    if (!isAbandoned(path)) continue;
    // Another account's folder stays: it is theirs to remove.
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAbandoned(path: string): boolean {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(path, ownerFile), 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('startedAt' in owner)) return false;
    return !isAlive({ pid: Number(owner.pid), startedAt: String(owner.startedAt) });
  } catch {
    // Being made or being removed just now.
    return false;
  }
}
