import type { SendOutcome } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { DescribedCommand } from './append-messages.ts';
import type { Batcher } from './batcher.ts';

type SendQueue = Batcher<DescribedCommand, SendOutcome>;

/**
 * Who is not known in a room may have joined a moment ago: `rooms` is asked, and the command goes to the end of the queue once
 * more. It waits by itself, never in its batch: whoever writes to rooms that they are not in would hold up, and while `rooms`
 * is away fail, everybody who happens to share the batch.
 */
export function askRoomsAboutStrangers(queue: SendQueue, catchUpRooms: () => Promise<void>): SendQueue {
  return {
    ...queue,
    async add(command) {
      const outcome = await queue.add(command);
      if (!isStranger(outcome)) return outcome;
      try {
        await catchUpRooms();
      } catch {
        return { ok: false, code: 'unavailable', message: 'Who is in the room cannot be told now, try again' };
      }
      return queue.add(command);
    },
  };
}

function isStranger(outcome: SendOutcome): boolean {
  return !outcome.ok && (outcome.code === 'room_not_found' || outcome.code === 'not_a_member');
}

/**
 * `catchUp` for at most `maxWaiting` callers at a time: strangers must not take all the places of those who ask for what is theirs.
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
