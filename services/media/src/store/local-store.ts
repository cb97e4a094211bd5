import { constants, createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type MediaId, mediaIdSchema } from '@parley/contracts';
import { type MediaStore, ObjectMissingError, type StoredObject, type Variant, variants } from './media-store.ts';

const fileName = /^([0-9a-f-]{36})\.original$/;

/**
 * Files in a folder: `objects/<last two digits of the id>/<id>.<variant>`. A file is written elsewhere on the same disk, synced, moved
 * into place, and the folder synced: it is there whole or not at all, and it is there after a power cut.
 */
export async function openLocalStore(root: string): Promise<MediaStore> {
  const objects = join(root, 'objects');
  await mkdir(objects, { recursive: true, mode: 0o700 });
  const made = new Set<string>();

  const shardOf = (mediaId: MediaId) => join(objects, mediaId.slice(-2));
  const pathOf = (mediaId: MediaId, variant: Variant) => join(shardOf(mediaId), `${mediaId}.${variant}`);

  async function ensureShard(mediaId: MediaId): Promise<string> {
    const shard = shardOf(mediaId);
    if (made.has(shard)) return shard;
    await mkdir(shard, { recursive: true, mode: 0o700 });
    await syncPath(objects);
    made.add(shard);
    return shard;
  }

  return {
    async put(mediaId, variant, { file }) {
      const shard = await ensureShard(mediaId);
      await syncPath(file);
      await rename(file, pathOf(mediaId, variant));
      await syncPath(shard);
    },
    async read(mediaId, variant, range) {
      const handle = await open(pathOf(mediaId, variant), 'r').catch((error: unknown) => {
        throw isMissing(error) ? new ObjectMissingError(mediaId, { cause: error }) : error;
      });
      return createReadStream('', { fd: handle, autoClose: true, highWaterMark: 128 * 1024, ...range });
    },
    async has(mediaId) {
      return (await modifiedAt(pathOf(mediaId, 'original'))) !== undefined;
    },
    async remove(mediaIds) {
      for (const mediaId of mediaIds) {
        for (const variant of variants) await rm(pathOf(mediaId, variant), { force: true });
      }
    },
    async list(after) {
      const shards = (await readdir(objects)).sort();
      const shard = shards.find((name) => after === undefined || name > after);
      if (shard === undefined) return { objects: [], next: undefined };
      const found: StoredObject[] = [];
      for (const name of await readdir(join(objects, shard))) {
        const mediaId = mediaIdSchema.safeParse(fileName.exec(name)?.[1]).data;
        const time = mediaId && (await modifiedAt(join(objects, shard, name)));
        if (mediaId && time) found.push({ mediaId, modifiedAt: time });
      }
      return { objects: found, next: shard };
    },
    check: () => access(objects, constants.W_OK),
    close: () => undefined,
  };
}

async function modifiedAt(path: string): Promise<Date | undefined> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
