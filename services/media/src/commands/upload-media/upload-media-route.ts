import { mediaPurposeSchema, mediaSchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MediaDependencies } from '../../dependencies.ts';
import { mediaExample } from '../../examples.ts';
import { uploadedFiles } from '../../metrics.ts';
import { findMedia, toMedia } from '../../queries/find-media.ts';
import { admitUpload, endUpload } from './admit-upload.ts';
import { keepUpload } from './keep-upload.ts';
import { receiveFile } from './receive-file.ts';

/** Uploads under way at once, of everybody: each has a file on the disk. */
const mostAtOnce = 64;
/** What a form has besides its file. */
const formBytes = 16 * 1024;
/** What was refused is read to its end first, for a while, or else its sender would see a broken connection and not the answer. */
const drainMs = 20_000;

const form = z
  .object({
    purpose: mediaPurposeSchema.optional(),
    file: z.string().meta({ format: 'binary', description: 'One file; its type is found out by looking at it' }),
  })
  .meta({ id: 'UploadForm' });

export function uploadMediaRoute(app: App, media: MediaDependencies): void {
  const { response } = operation({
    tags: ['Media'],
    summary: 'Upload a file',
    auth: true,
    response: {
      201: { schema: mediaSchema, example: mediaExample, description: 'Kept, and readable by its uploader alone until it is used' },
    },
    errors: ['validation_failed', 'payload_too_large', 'unsupported_media_type', 'unprocessable', 'too_many_requests'],
  });
  const schema = {
    tags: ['Media'],
    summary: 'Upload a file',
    description:
      'As a form, streamed. Pictures are turned upright, stripped of everything but their pixels and written anew; everything else is only ever downloaded. `purpose`: `attachment` (default) goes into a message by its id, `avatar` and `room_picture` are cut to a square. What is not used within a day is deleted.',
    security: [{ bearer: [] }],
    body: { content: { 'multipart/form-data': { schema: form } } },
    response,
  };
  const gate = { open: 0 };
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      const row = await upload(media, request, gate);
      uploadedFiles.inc({ outcome: 'kept' });
      return reply.code(201).send(toMedia(row));
    } catch (error) {
      uploadedFiles.inc({ outcome: error instanceof ProblemError ? error.code : 'failed' });
      throw error;
    }
  };
  /** Whoever refuses: the door, the reader of another content type, or the handler. */
  const errorHandler = async (error: Error, request: FastifyRequest) => {
    await drain(request);
    throw error;
  };
  // The form is read by the handler; there is no body yet when Fastify would check it.
  const validatorCompiler = () => (value: unknown) => ({ value });
  app.post('/api/v1/media', { preHandler: media.auth, schema, validatorCompiler, errorHandler }, handler);
}

async function upload(media: MediaDependencies, request: FastifyRequest, gate: { open: number }) {
  const { config, db, clock, spool } = media;
  if (!request.isMultipart()) throw new ProblemError('unsupported_media_type', 'A multipart form is needed');
  const maxBytes = config.PARLEY_MEDIA_MAX_BYTES;
  const announced = Number(request.headers['content-length'] ?? maxBytes);
  if (announced > maxBytes + formBytes) throw new ProblemError('payload_too_large', `A file may have at most ${maxBytes} bytes`);
  if (gate.open >= mostAtOnce) throw new ProblemError('unavailable', undefined, { retryAfterSeconds: 5 });
  gate.open += 1;
  const progress = { bytes: 0 };
  const ownerId = request.actor.userId;
  try {
    const mediaId = await admitUpload(media, { ownerId, bytes: Math.min(announced, maxBytes) });
    try {
      await using folder = await spool.open(mediaId);
      const file = folder.file('received');
      const { name, purpose } = await receiveFile(request, { path: file, maxBytes, progress });
      const metadata = { actor_id: ownerId, correlation_id: request.id, traceparent: request.traceparent };
      await keepUpload(media, { mediaId, ownerId, purpose, name, file, folder, metadata });
    } finally {
      await endUpload(db, mediaId, { bytes: progress.bytes, at: clock() });
    }
    return await findMedia(db, mediaId);
  } finally {
    gate.open -= 1;
  }
}

async function drain({ raw }: FastifyRequest): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  raw.unpipe();
  raw.resume();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, drainMs);
    raw.once('close', () => clearTimeout(timer));
    for (const over of ['end', 'close', 'error']) raw.once(over, () => resolve());
  });
}
