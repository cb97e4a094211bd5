import { ParleyError } from '@parley/client';
import { texts } from '../texts/texts.ts';

/** A failure in words that help. Codes with a meaning of their own are handled where they can be mended. */
export function describeError(error: unknown): string {
  if (!(error instanceof ParleyError)) return texts.errors.other;
  if (error.code === 'unavailable') return texts.errors.unavailable;
  if (error.code === 'too_many_requests')
    return texts.errors.too_many_requests(Math.max(1, Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)));
  if (error.code === 'account_suspended') return texts.errors.suspended;
  return texts.errors.other;
}
