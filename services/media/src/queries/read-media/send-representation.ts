import { Readable } from 'node:stream';
import type { MediaId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MediaDependencies } from '../../dependencies.ts';
import { ObjectMissingError, type Variant } from '../../store/media-store.ts';
import { parseRange } from './byte-range.ts';

export type Representation = {
  mediaId: MediaId;
  variant: Variant;
  /** Unknown of thumbnails, which are sent whole. */
  bytes: number | undefined;
  mediaType: string;
  disposition: string;
};

/** Whatever a browser takes it for, it runs nothing, embeds nothing and is embedded by nobody else. */
const harmless = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Kept by the reader's own browser, and asked for again at each use: the answer may be that it is not theirs any more.
  'cache-control': 'private, no-cache',
};

/** A file never changes under its id, so the id is its tag. */
export async function sendRepresentation(
  { store, log }: MediaDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  { mediaId, variant, bytes, mediaType, disposition }: Representation,
): Promise<FastifyReply> {
  const etag = `"${mediaId}-${variant}"`;
  reply.headers({ ...harmless, etag, ...(bytes === undefined ? {} : { 'accept-ranges': 'bytes' }) });
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();

  const ifRange = request.headers['if-range'];
  const asked = bytes === undefined || (ifRange !== undefined && ifRange !== etag) ? undefined : request.headers.range;
  const range = bytes === undefined ? undefined : parseRange(asked, bytes);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${bytes}`);
    throw new ProblemError('range_not_satisfiable');
  }
  reply.headers({ 'content-type': mediaType, 'content-disposition': disposition });
  if (bytes !== undefined) reply.header('content-length', range ? range.end - range.start + 1 : bytes);
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes}`);
  // Nothing, as a stream: the length stays what it is.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  try {
    return reply.send(await store.read(mediaId, variant, range));
  } catch (error) {
    if (!(error instanceof ObjectMissingError)) throw error;
    log.error({ media_id: mediaId, variant }, 'a file is not in the store');
    reply.removeHeader('content-length').removeHeader('content-range').removeHeader('content-disposition');
    throw new ProblemError('not_found');
  }
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
