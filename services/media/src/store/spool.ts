import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaId } from '@parley/contracts';

const keptMs = 24 * 60 * 60_000;

/** Folders, one for each upload under way, for what has come so far and what is made of it. On the disk of the local store. */
export type Spool = {
  /** A folder of this upload's own. It goes when the scope that opened it ends, however it ends. */
  open(mediaId: MediaId): Promise<SpoolFolder>;
  /** Removes what processes that died have left. */
  sweep(now: Date): Promise<number>;
};
export type SpoolFolder = AsyncDisposable & { path: string; file(name: string): string };

export async function openSpool(root: string): Promise<Spool> {
  const spool = join(root, 'incoming');
  await mkdir(spool, { recursive: true, mode: 0o700 });
  return {
    async open(mediaId) {
      const path = join(spool, mediaId);
      await mkdir(path, { recursive: true, mode: 0o700 });
      return {
        path,
        file: (name) => join(path, name),
        [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
      };
    },
    async sweep(now) {
      let removed = 0;
      for (const name of await readdir(spool)) {
        const made = await stat(join(spool, name)).catch(() => undefined);
        if (!made || now.getTime() - made.mtimeMs < keptMs) continue;
        await rm(join(spool, name), { recursive: true, force: true });
        removed += 1;
      }
      return removed;
    },
  };
}
