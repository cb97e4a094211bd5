import { stat } from 'node:fs/promises';
import type { MediaId, MediaPurpose, UserId } from '@parley/contracts';
import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { MediaDependencies } from '../../dependencies.ts';
import { cleanFileName, withExtension } from '../../domain/file-name.ts';
import type { Uploaded } from '../../domain/media.ts';
import { isPicture, pictureTypes } from '../../domain/media-types.ts';
import { uploadedBytes } from '../../metrics.ts';
import type { SpoolFolder } from '../../store/spool.ts';
import { executeOnMedia } from '../execute-on-media.ts';
import { sniffType } from './sniff-type.ts';

export type CompleteUpload = {
  mediaId: MediaId;
  ownerId: UserId;
  purpose: MediaPurpose;
  /** As its sender called it. */
  name: string;
  file: string;
  folder: SpoolFolder;
  metadata: EventMetadata;
};

/**
 * From a whole file on this machine to one that others may be shown:
 *
 * 1. Look at what it is.
 * 2. A picture is made anew, in a process of its own; anything else stays byte for byte.
 * 3. Put it into the store, durable; thumbnails first, so that an original is never without them.
 * 4. Record it. A crash in between leaves objects without a row, which the sweep removes.
 *
 * @throws ProblemError `unprocessable`, `unsupported_media_type`, `unavailable`
 */
export async function keepUpload(dependencies: MediaDependencies, upload: CompleteUpload): Promise<void> {
  const { db, store, clock } = dependencies;
  const { mediaId, purpose, file, metadata } = upload;
  if ((await stat(file)).size === 0) throw new ProblemError('unprocessable', 'The file is empty');
  const sniffed = await sniffType(file);
  if (purpose !== 'attachment' && !isPicture(sniffed)) {
    throw new ProblemError('unsupported_media_type', 'This must be a picture: JPEG, PNG, WebP, GIF or AVIF');
  }
  const kept = isPicture(sniffed) ? await keepPicture(dependencies, upload, sniffed) : await keepFile(dependencies, upload, sniffed);
  const uploaded: Uploaded = { owner_id: upload.ownerId, purpose, ...kept, at: clock().toISOString() };
  try {
    await db.transaction().execute((trx) => executeOnMedia({ trx, mediaId, command: { type: 'Upload', uploaded }, metadata }));
  } catch (error) {
    if (!(error instanceof ProblemError)) await store.remove([mediaId]).catch(() => undefined);
    throw error;
  }
  uploadedBytes.inc(kept.bytes);
}

type Kept = Pick<Uploaded, 'name' | 'media_type' | 'bytes' | 'width' | 'height' | 'has_thumbnail'>;

async function keepFile({ store }: MediaDependencies, { mediaId, file, name }: CompleteUpload, mediaType: string): Promise<Kept> {
  const { size } = await stat(file);
  await store.put(mediaId, 'original', { file, mediaType: 'application/octet-stream' });
  return { name: cleanFileName(name), media_type: mediaType, bytes: size, width: null, height: null, has_thumbnail: false };
}

async function keepPicture(
  { store, pictures, config }: MediaDependencies,
  { mediaId, file, folder, name, purpose }: CompleteUpload,
  sniffed: string,
): Promise<Kept> {
  const made = await pictures.run({
    file,
    folder: folder.path,
    mediaType: sniffed,
    shape: purpose === 'attachment' ? 'whole' : 'square',
    maxPixels: config.PARLEY_MEDIA_MAX_PIXELS,
    seconds: config.PARLEY_PICTURE_SECONDS,
  });
  const { mediaType, width, height, files } = made;
  const { size } = await stat(files.original);
  await store.put(mediaId, 'small', { file: files.small, mediaType: 'image/webp' });
  await store.put(mediaId, 'medium', { file: files.medium, mediaType: 'image/webp' });
  await store.put(mediaId, 'original', { file: files.original, mediaType });
  const shown = withExtension(cleanFileName(name), pictureTypes[mediaType] ?? []);
  return { name: shown, media_type: mediaType, bytes: size, width, height, has_thumbnail: true };
}
