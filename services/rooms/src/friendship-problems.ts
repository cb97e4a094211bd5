import { assertNever, limits } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { FriendshipRefusal } from './domain/friendship/friendship-refusals.ts';

/** The one table from refusals to codes on the wire. */
export function friendshipProblem(refusal: FriendshipRefusal): ProblemError {
  switch (refusal.kind) {
    case 'NotWithOneself':
      return new ProblemError('validation_failed', undefined, { errors: [{ path: 'user_id', message: 'must be somebody else' }] });
    case 'UserUnknown':
      return new ProblemError('user_not_found', `Nobody has the id ${refusal.userId}`);
    case 'YouBlockedThem':
      return new ProblemError('forbidden', 'You have blocked this person');
    case 'NotAccepting':
      return new ProblemError('not_accepting');
    case 'AlreadyFriends':
      return new ProblemError('already_friends');
    case 'NotFriends':
      return new ProblemError('user_not_found', 'This person is not a friend of yours');
    case 'RequestNotFound':
      return new ProblemError('friend_request_not_found');
    case 'TooManyFriends':
      return new ProblemError('limit_reached', `Nobody can have more than ${limits.friendsMax} friends`);
    case 'TooManyPendingRequests':
      return new ProblemError(
        'limit_reached',
        `${limits.friendRequestsPendingMax} requests of yours wait for an answer: withdraw one first`,
      );
    case 'TooManyRequestsLately':
      return new ProblemError('too_many_requests', `At most ${limits.friendRequestsPerHour} friend requests in an hour`, {
        retryAfterSeconds: 60,
      });
    case 'TooManyBlocks':
      return new ProblemError('limit_reached', `Nobody can block more than ${limits.blocksMax} people`);
    default:
      return assertNever(refusal);
  }
}
