import { ProblemError } from '@parley/service-kit';
import { z } from 'zod';

/** A message's place in a list of several rooms. */
const placeSchema = z.tuple([z.iso.datetime(), z.uuid(), z.int().positive()]);
export type Place = { at: string; roomId: string; seq: number };

export function encodePlace({ at, roomId, seq }: Place): string {
  return Buffer.from(JSON.stringify([at, roomId, seq])).toString('base64url');
}

/** @throws ProblemError validation_failed */
export function decodePlace(text: string): Place {
  try {
    const [at, roomId, seq] = placeSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { at, roomId, seq };
  } catch {
    throw new ProblemError('validation_failed', undefined, { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] });
  }
}
