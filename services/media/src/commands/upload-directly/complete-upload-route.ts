import { type MediaId, mediaIdSchema, mediaSchema, type UserId } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MediaDependencies } from '../../dependencies.ts';
import { mediaExample } from '../../examples.ts';
import { findMedia, toMedia } from '../../queries/find-media.ts';
import { ObjectMissingError, ObjectTooLargeError } from '../../store/media-store.ts';
import { endUpload } from '../upload-media/admit-upload.ts';
import { keepUpload } from '../upload-media/keep-upload.ts';
import { requireDirect } from './begin-upload-route.ts';

export function completeUploadRoute(app: App, media: MediaDependencies): void {
  const schema = operation({
    tags: ['Media'],
    summary: 'Tell that the file was sent',
    description: 'It is looked at and kept now, like one that came with `POST /media`. Telling it again answers alike.',
    auth: true,
    params: z.object({ id: mediaIdSchema }),
    response: { 200: { schema: mediaSchema, example: mediaExample } },
    errors: ['not_found', 'payload_too_large', 'unsupported_media_type', 'unprocessable', 'conflict'],
  });
  app.post('/api/v1/media/uploads/:id/complete', { preHandler: media.auth, schema }, async (request) => {
    const mediaId = request.params.id;
    const ownerId = request.actor.userId;
    const earlier = await media.db.selectFrom('media').selectAll().where('media_id', '=', mediaId).executeTakeFirst();
    if (earlier && earlier.owner_id === ownerId) return toMedia(earlier);
    await complete(media, request, { mediaId, ownerId });
    return toMedia(await findMedia(media.db, mediaId));
  });
}

type Begun = { mediaId: MediaId; ownerId: UserId };

async function complete(media: MediaDependencies, request: FastifyRequest, { mediaId, ownerId }: Begun): Promise<void> {
  const { db, clock, spool, config } = media;
  const direct = requireDirect(media);
  const begun = await db
    .selectFrom('uploads')
    .selectAll()
    .where('upload_id', '=', mediaId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  if (!begun?.purpose || begun.ended_at !== null) throw new ProblemError('not_found');
  await using folder = await spool.open(mediaId);
  const file = folder.file('received');
  try {
    const bytes = await direct.fetchUpload(mediaId, { file, maxBytes: config.PARLEY_MEDIA_MAX_BYTES });
    const metadata = { actor_id: ownerId, correlation_id: request.id, traceparent: request.traceparent };
    const upload = { mediaId, ownerId, purpose: begun.purpose, name: begun.name ?? '', file, folder, metadata };
    await keepUpload(media, upload);
    await endUpload(db, mediaId, { bytes, at: clock() });
    await direct.removeUpload(mediaId);
  } catch (error) {
    throw await endRefused(media, mediaId, error);
  }
}

/** What is wrong with a file does not get better: it is removed, and the upload is over. Anything else may be tried again. */
async function endRefused(media: MediaDependencies, mediaId: MediaId, error: unknown): Promise<unknown> {
  if (error instanceof ObjectMissingError) return new ProblemError('conflict', 'The file has not been sent yet');
  const tooLarge = error instanceof ObjectTooLargeError;
  const refusal = tooLarge ? new ProblemError('payload_too_large', 'The file is larger than was announced') : error;
  const final = refusal instanceof ProblemError && refusal.code !== 'unavailable' && refusal.code !== 'conflict';
  if (final) {
    await endUpload(media.db, mediaId, { bytes: media.config.PARLEY_MEDIA_MAX_BYTES, at: media.clock() });
    await media.store.direct?.removeUpload(mediaId);
  }
  return refusal;
}
