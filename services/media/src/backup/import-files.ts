import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { MediaDatabase } from '../media-database.ts';
import type { MediaStore } from '../store/media-store.ts';
import { type FileLine, fileLineSchema, listName } from './export-files.ts';

export type ImportOptions = {
  store: MediaStore;
  db: MediaDatabase;
  folder: string;
  /** On the disk of the store: files are moved into it. */
  spool: string;
};

/** Every file of the list into the store, each compared with its hash first. Again changes nothing. @throws when one is damaged */
export async function importFiles({ store, db, folder, spool }: ImportOptions): Promise<{ files: number; list_hash: string }> {
  await mkdir(spool, { recursive: true, mode: 0o700 });
  const listHash = createHash('sha256');
  let files = 0;
  for await (const text of createInterface({ input: createReadStream(join(folder, listName)), crlfDelay: Number.POSITIVE_INFINITY })) {
    listHash.update(`${text}\n`);
    const line = fileLineSchema.parse(JSON.parse(text));
    const mediaType = await mediaTypeOf(db, line);
    await importFile({ store, folder, spool, mediaType }, line);
    files += 1;
  }
  return { files, list_hash: `sha256:${listHash.digest('hex')}` };
}

type Importing = { store: MediaStore; folder: string; spool: string; mediaType: string };

async function importFile({ store, folder, spool, mediaType }: Importing, { media_id, variant, hash, bytes }: FileLine): Promise<void> {
  const name = `${media_id}.${variant}`;
  const file = join(spool, `restore-${name}`);
  try {
    await copyFile(join(folder, name), file);
    const found = await hashOf(file);
    if (found.hash !== hash || found.bytes !== bytes) throw new Error(`the backup is damaged: ${name} is not what was written`);
    await store.put(media_id, variant, { file, mediaType });
  } finally {
    await rm(file, { force: true });
  }
}

/** Stores that hand files to browsers by themselves are told what they are. Thumbnails are always WebP. */
async function mediaTypeOf(db: MediaDatabase, { media_id, variant }: FileLine): Promise<string> {
  if (variant !== 'original') return 'image/webp';
  const row = await db.selectFrom('media').select(['media_type', 'width']).where('media_id', '=', media_id).executeTakeFirst();
  // Nothing but pictures is ever shown as what it says it is.
  return row === undefined || row.width === null ? 'application/octet-stream' : row.media_type;
}

async function hashOf(file: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { hash: `sha256:${hash.digest('hex')}`, bytes };
}
