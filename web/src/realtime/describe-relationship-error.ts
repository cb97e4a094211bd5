import { ParleyError } from '@parley/client';
import { texts } from '../texts/texts.ts';
import { describeError } from '../ui/describe-error.ts';

export function describeRelationshipError(error: unknown): string {
  if (!(error instanceof ParleyError)) return describeError(error);
  if (error.code === 'limit_reached') return texts.friends.limit;
  if (error.code === 'not_accepting') return texts.friends.notAccepting;
  if (error.code === 'forbidden') return texts.profile.isBlocked;
  return describeError(error);
}
