import { ProblemError } from '@parley/service-kit';

/**
 * `catchUp` for at most `maxWaiting` callers at a time: who asks for what is not theirs must not take all the places of those who ask
 * for what is.
 * @throws ProblemError unavailable: the owner does not answer, or too many wait
 */
export function limitWaiting(catchUp: () => Promise<void>, maxWaiting: number): () => Promise<void> {
  let waiting = 0;
  return async () => {
    if (waiting >= maxWaiting) throw new ProblemError('unavailable', undefined, { retryAfterSeconds: 1 });
    waiting += 1;
    try {
      await catchUp();
    } catch (error) {
      throw new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 1 });
    } finally {
      waiting -= 1;
    }
  };
}
