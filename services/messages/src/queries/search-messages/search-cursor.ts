import { ProblemError } from '@parley/service-kit';
import { z } from 'zod';

/** `at`: when the search began. `below`: the stratum begins under this document. `skip`: what was shown of it. */
const cursorSchema = z.object({ at: z.int().nonnegative(), below: z.int().nonnegative(), skip: z.int().nonnegative().max(10_000) });
export type SearchCursor = z.infer<typeof cursorSchema>;

export function encodeSearchCursor(cursor: SearchCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws ProblemError validation_failed */
export function decodeSearchCursor(text: string): SearchCursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemError('validation_failed', undefined, { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] });
  }
}
