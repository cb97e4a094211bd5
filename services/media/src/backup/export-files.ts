import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type MediaId, mediaIdSchema } from '@parley/contracts';
import { z } from 'zod';
import { type MediaStore, ObjectMissingError, type Variant, variants } from '../store/media-store.ts';

/** One line of the list beside the files. */
export const fileLineSchema = z.object({
  media_id: mediaIdSchema,
  variant: z.enum(variants),
  bytes: z.int().min(0),
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});
export type FileLine = z.infer<typeof fileLineSchema>;

export const listName = 'files.jsonl';

export type ExportedFiles = { files: number; bytes: number; list_hash: string };

/** Every file of the store into a folder, whatever the store is, with a list of hashes. What goes meanwhile was deleted by somebody. */
export async function exportFiles(store: MediaStore, folder: string): Promise<ExportedFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const list = await open(join(folder, listName), 'wx', 0o600);
  const listHash = createHash('sha256');
  const total = { files: 0, bytes: 0 };
  try {
    for (let after: string | undefined, more = true; more; ) {
      const { objects, next } = await store.list(after);
      for (const { mediaId } of objects) {
        for (const variant of variants) {
          const line = await exportFile(store, folder, { mediaId, variant });
          if (line === undefined) continue;
          const text = `${JSON.stringify(line)}\n`;
          await list.write(text);
          listHash.update(text);
          total.files += 1;
          total.bytes += line.bytes;
        }
      }
      after = next;
      more = next !== undefined;
    }
    await list.sync();
  } finally {
    await list.close();
  }
  return { ...total, list_hash: `sha256:${listHash.digest('hex')}` };
}

async function exportFile(
  store: MediaStore,
  folder: string,
  { mediaId, variant }: { mediaId: MediaId; variant: Variant },
): Promise<FileLine | undefined> {
  try {
    const content = await store.read(mediaId, variant);
    const hash = createHash('sha256');
    let bytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(content, meter, createWriteStream(join(folder, `${mediaId}.${variant}`), { mode: 0o600, flush: true }));
    return { media_id: mediaId, variant, bytes, hash: `sha256:${hash.digest('hex')}` };
  } catch (error) {
    if (error instanceof ObjectMissingError) return undefined;
    throw error;
  }
}
