import type { FriendRequestId, UserId } from '@parley/contracts';
import type { Kysely } from 'kysely';
import { friendshipProblem } from '../friendship-problems.ts';
import type { RoomsDatabase } from '../rooms-database.ts';

/**
 * The other person of a request that waits for an answer, to know which pair to lock: `decideFriendship` looks again under the lock.
 * @throws ProblemError `friend_request_not_found`, also for a request between other people
 */
export async function findRequest(db: Kysely<RoomsDatabase>, requestId: FriendRequestId, actorId: UserId): Promise<UserId> {
  const found = await db.selectFrom('friend_requests').select(['from_id', 'to_id']).where('id', '=', requestId).executeTakeFirst();
  if (found?.from_id === actorId) return found.to_id;
  if (found?.to_id === actorId) return found.from_id;
  throw friendshipProblem({ kind: 'RequestNotFound' });
}
