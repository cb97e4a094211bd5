import { type Attachment, type Media, type MediaId, mediaUrl } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { Selectable } from 'kysely';
import type { MediaDatabase, MediaTables } from '../media-database.ts';

export type MediaRow = Selectable<MediaTables['media']>;

/** @throws ProblemError `not_found`, for what never was and for what is gone */
export async function findMedia(db: MediaDatabase, mediaId: MediaId): Promise<MediaRow> {
  const row = await db.selectFrom('media').selectAll().where('media_id', '=', mediaId).executeTakeFirst();
  if (!row) throw new ProblemError('not_found');
  return row;
}

export function toAttachment(row: MediaRow): Attachment {
  const { media_id: id, name, media_type, width, height, has_thumbnail } = row;
  return { id, name, media_type, bytes: Number(row.bytes), width, height, has_thumbnail };
}

export function toMedia(row: MediaRow): Media {
  const url = mediaUrl(row.media_id);
  const thumbnail_url = row.has_thumbnail ? `${url}/thumbnail` : null;
  return { ...toAttachment(row), purpose: row.purpose, url, thumbnail_url, created_at: row.uploaded_at.toISOString() };
}
