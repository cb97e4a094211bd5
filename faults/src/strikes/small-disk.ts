import { execFile } from 'node:child_process';
import { chmod, mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of its own, small enough to be filled in a moment. */
export type SmallDisk = {
  path: string;
  /** Leaves not a byte. */
  fill(): Promise<void>;
  free(): Promise<void>;
  remove(): Promise<void>;
};

const sizeMiB = 3_000;
const restBytes = 4 * 1024 * 1024;

/** A file system in memory under `path`. Undefined where mounting is not allowed: that takes root's rights. */
export async function smallDiskFor(path: string): Promise<SmallDisk | undefined> {
  await mkdir(path, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m,mode=0711`, 'parley-faults', path]);
  } catch {
    return undefined;
  }
  await chmod(path, 0o711);
  const ballast = join(path, 'ballast');
  return {
    path,
    async fill() {
      const { bavail, bsize } = await statfs(path);
      // `fallocate` takes nearly all of it at once; others write meanwhile, so the rest is taken until nothing fits.
      await run('fallocate', ['-l', String(Math.max(1, bavail * bsize - restBytes)), ballast]);
      await writeUntilFull(`${ballast}-rest`);
    },
    async free() {
      await rm(ballast, { force: true });
      await rm(`${ballast}-rest`, { force: true });
    },
    async remove() {
      // Lazily: a process that is just ending may still hold a file.
      await run('umount', ['-l', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}

async function writeUntilFull(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (let written = 0; written < 4 * restBytes; written += 4_096) await handle.write(Buffer.alloc(4_096));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await handle.close();
  }
}
