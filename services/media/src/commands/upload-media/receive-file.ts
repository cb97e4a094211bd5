import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import { type MediaPurpose, mediaPurposeSchema } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { FastifyRequest } from 'fastify';

export type ReceivedFile = { name: string; bytes: number; purpose: MediaPurpose };
export type Progress = { bytes: number };

/** A sender that is silent for longer is gone. */
const idleMs = 30_000;
/** However slow: nobody may hold a place for ever. */
const longestMs = 15 * 60_000;

/** One file and one field: more of anything is refused before it is read. */
const formLimits = { files: 1, fields: 2, parts: 4, fieldNameSize: 50, fieldSize: 100, headerPairs: 20 };

/**
 * The form's file into `path`, as it comes: what is in memory of it at a time is what a stream holds.
 * `progress` counts along, so that also what was broken off is known.
 * @throws ProblemError for whatever is wrong with the form
 */
export async function receiveFile(
  request: FastifyRequest,
  { path, maxBytes, progress }: { path: string; maxBytes: number; progress: Progress },
): Promise<ReceivedFile> {
  let name: string | undefined;
  let purpose: MediaPurpose = 'attachment';
  try {
    for await (const part of request.parts({ limits: { ...formLimits, fileSize: maxBytes } })) {
      if (part.type === 'field') {
        if (part.fieldname === 'purpose') purpose = parsePurpose(part.value);
      } else {
        if (part.fieldname !== 'file') throw invalid('body.file', 'the file must be in the field "file"');
        await writeFile(part, path, progress);
        if (part.file.truncated) throw new ProblemError('payload_too_large', `A file may have at most ${maxBytes} bytes`);
        name = part.filename ?? '';
      }
    }
  } catch (error) {
    throw formProblem(error);
  }
  if (name === undefined) throw invalid('body.file', 'is required');
  return { name, bytes: progress.bytes, purpose };
}

async function writeFile(part: MultipartFile, path: string, progress: Progress): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), idleMs);
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      progress.bytes += chunk.length;
      timer.refresh();
      done(null, chunk);
    },
  });
  try {
    const signal = AbortSignal.any([silence.signal, AbortSignal.timeout(longestMs)]);
    await pipeline(part.file, count, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
  } finally {
    clearTimeout(timer);
  }
}

function parsePurpose(value: unknown): MediaPurpose {
  const parsed = mediaPurposeSchema.safeParse(value);
  if (!parsed.success) throw invalid('body.purpose', 'must be attachment, avatar or room_picture');
  return parsed.data;
}

function invalid(path: string, message: string): ProblemError {
  return new ProblemError('validation_failed', undefined, { errors: [{ path, message }] });
}

/** Whatever the parser says of a form is the form's fault; what the disk says is ours. */
function formProblem(error: unknown): unknown {
  if (error instanceof ProblemError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;
  if (status === 413) return new ProblemError('payload_too_large', 'The form has too many parts, or too large ones', { cause: error });
  if (status === 406) return new ProblemError('unsupported_media_type', 'A multipart form is needed', { cause: error });
  if (/^(ENOSPC|EDQUOT|EIO|EROFS|EMFILE|ENFILE)$/.test(code)) {
    return new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 30 });
  }
  return new ProblemError('validation_failed', 'The form is broken or ends too early', { cause: error });
}
