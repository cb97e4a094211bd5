import { mediaIdSchema, mediaLinkSchema, mediaUrl } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MediaDependencies } from '../../dependencies.ts';
import { linkExample } from '../../examples.ts';
import { findReadable } from '../../queries/read-media/find-readable.ts';

export function makeLinkRoute(app: App, media: MediaDependencies): void {
  const schema = operation({
    tags: ['Media'],
    summary: 'A link that works without a token',
    description:
      'For what cannot send a token: a download, a `<video>`. Good for five minutes, for this file and for you: whether you may read it is asked at each use.',
    auth: true,
    params: z.object({ id: mediaIdSchema }),
    response: { 201: { schema: mediaLinkSchema, example: linkExample } },
    errors: ['not_found'],
  });
  app.post('/api/v1/media/:id/link', { preHandler: media.auth, schema }, async (request, reply) => {
    const { userId } = request.actor;
    const row = await findReadable(media, { mediaId: request.params.id, userId, traceparent: request.traceparent });
    const { token, expiresAt } = media.links.sign(row.media_id, userId, media.clock());
    const url = mediaUrl(row.media_id);
    const thumbnail_url = row.has_thumbnail ? `${url}/thumbnail?link=${token}` : null;
    reply.code(201);
    return { url: `${url}?link=${token}`, thumbnail_url, expires_at: expiresAt.toISOString() };
  });
}
