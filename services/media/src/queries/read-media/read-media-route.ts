import { mediaIdSchema, type ThumbnailSize, thumbnailSizeSchema, type UserId } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MediaDependencies } from '../../dependencies.ts';
import { isShownInPlace, servedType } from '../../domain/media-types.ts';
import { contentDisposition } from './content-disposition.ts';
import { findReadable } from './find-readable.ts';
import { type Representation, sendRepresentation } from './send-representation.ts';

const params = z.object({ id: mediaIdSchema });
const link = z.string().max(200).optional().meta({ description: 'From `POST /media/{id}/link`, in place of a token' });
const originalQuery = z.object({ link });
const thumbnailQuery = z.object({ link, size: thumbnailSizeSchema.default('medium') });

const signedSeconds = 60;

export function readMediaRoutes(app: App, media: MediaDependencies): void {
  const common = { tags: ['Media'], auth: true, params, errors: ['not_found', 'range_not_satisfiable'] } as const;
  // The body is a file: plain schemas, so that Fastify does not take it for JSON.
  const original: object = operation({
    ...common,
    summary: 'Read a file',
    description:
      'By its uploader, by whoever may read the message that carries it or see the room whose picture it is; an avatar by everybody signed in. Ranges and `If-None-Match` work. Pictures are shown in place, everything else is a download.',
    querystring: originalQuery,
    response: { 200: null, 206: null, 302: null, 304: null },
  });
  app.get('/api/v1/media/:id', { schema: original }, async (request, reply) => {
    const query = originalQuery.parse(request.query);
    const row = await findFor(media, request, query.link);
    const disposition = contentDisposition(isShownInPlace(row.media_type) ? 'inline' : 'attachment', row.name);
    const mediaType = servedType(row.media_type);
    if (media.store.direct) {
      const url = await media.store.direct.signDownload(row.media_id, { mediaType, disposition, expiresInSeconds: signedSeconds });
      return reply.header('cache-control', 'no-store').redirect(url, 302);
    }
    const representation: Representation = { mediaId: row.media_id, variant: 'original', bytes: Number(row.bytes), mediaType, disposition };
    return sendRepresentation(media, request, reply, representation);
  });

  const thumbnail: object = operation({
    ...common,
    summary: 'Read the small form of a picture',
    description: 'WebP. `small` fits into 160 pixels and `medium` into 640; of avatars and room pictures they are squares of 96 and 320.',
    querystring: thumbnailQuery,
    response: { 200: null, 304: null },
  });
  app.get('/api/v1/media/:id/thumbnail', { schema: thumbnail }, async (request, reply) => {
    const query = thumbnailQuery.parse(request.query);
    const row = await findFor(media, request, query.link);
    if (!row.has_thumbnail) throw new ProblemError('not_found');
    return sendRepresentation(media, request, reply, thumbnailOf(row.media_id, query.size, row.name));
  });
}

function thumbnailOf(mediaId: Representation['mediaId'], size: ThumbnailSize, name: string): Representation {
  return { mediaId, variant: size, bytes: undefined, mediaType: 'image/webp', disposition: contentDisposition('inline', `${name}.webp`) };
}

/** Whose token or link it is, and whether they may. */
async function findFor(media: MediaDependencies, request: FastifyRequest, token: string | undefined) {
  const mediaId = params.parse(request.params).id;
  const userId = await viewerOf(media, request, token);
  return findReadable(media, { mediaId, userId, traceparent: request.traceparent });
}

async function viewerOf(media: MediaDependencies, request: FastifyRequest, token: string | undefined): Promise<UserId> {
  if (token !== undefined) return media.links.verify(params.parse(request.params).id, token, media.clock());
  await media.auth(request);
  return request.actor.userId;
}
