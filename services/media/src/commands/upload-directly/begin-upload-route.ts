import { beginUploadBodySchema, uploadTicketSchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { MediaDependencies } from '../../dependencies.ts';
import { cleanFileName } from '../../domain/file-name.ts';
import { ticketExample } from '../../examples.ts';
import { admitUpload } from '../upload-media/admit-upload.ts';

const ticketSeconds = 600;

export function beginUploadRoute(app: App, media: MediaDependencies): void {
  const schema = operation({
    tags: ['Media'],
    summary: 'Ask where to send a file',
    description:
      'Where the server is set up to take files straight into its store (`unprocessable` elsewhere: use `POST /media`). Send exactly `bytes` bytes, then `POST /media/uploads/{id}/complete`.',
    auth: true,
    body: beginUploadBodySchema,
    response: { 201: { schema: uploadTicketSchema, example: ticketExample } },
    errors: ['unprocessable', 'too_many_requests'],
  });
  app.post('/api/v1/media/uploads', { preHandler: media.auth, schema }, async (request, reply) => {
    const direct = requireDirect(media);
    const { name, bytes, purpose = 'attachment' } = request.body;
    const maxBytes = media.config.PARLEY_MEDIA_MAX_BYTES;
    if (bytes > maxBytes) throw new ProblemError('payload_too_large', `A file may have at most ${maxBytes} bytes`);
    const expiresAt = new Date(media.clock().getTime() + ticketSeconds * 1_000);
    const promise = { name: cleanFileName(name), purpose, expiresAt };
    const id = await admitUpload(media, { ownerId: request.actor.userId, bytes, promise });
    const { url, headers } = await direct.signUpload(id, { bytes, expiresInSeconds: ticketSeconds });
    reply.code(201);
    return { id, method: 'PUT' as const, url, headers, expires_at: expiresAt.toISOString() };
  });
}

export function requireDirect({ store }: Pick<MediaDependencies, 'store'>) {
  if (!store.direct) throw new ProblemError('unprocessable', 'This server takes files with POST /media');
  return store.direct;
}
