import { randomUUIDv7 } from 'node:crypto';
import { friendRequestIdSchema, type RequestedFriendship, type UserId } from '@parley/contracts';
import type { EventMetadata } from '@parley/event-store';
import type { RoomsDependencies } from '../../dependencies.ts';
import { friendshipProblem } from '../../friendship-problems.ts';
import { changeFriendship, countFriends } from '../../friendship-store/change-friendship.ts';
import { countRequests } from '../../friendship-store/requests-sent.ts';
import { findUnknownUsers } from '../../projections/user-profiles/find-unknown-users.ts';

type Asked = RequestedFriendship & { isNew: boolean };

/** Asks somebody to be friends. Who was asked by them becomes their friend; who asked before gets the same request again. */
export async function requestFriendship(
  rooms: RoomsDependencies,
  { actorId, otherId }: { actorId: UserId; otherId: UserId },
  metadata: EventMetadata,
): Promise<Asked> {
  // Who asks may have registered a moment ago as well: without a name they would be missing from the list of who is asked.
  const otherExists = !(await findUnknownUsers(rooms, [actorId, otherId])).has(otherId);
  const requestId = friendRequestIdSchema.parse(randomUUIDv7());
  const { state, events } = await changeFriendship(rooms, {
    actorId,
    otherId,
    metadata,
    async commandFor(trx) {
      const counts = { ...(await countFriends(trx, actorId, otherId)), ...(await countRequests(trx, actorId)) };
      return { kind: 'RequestFriendship', requestId, actorId, otherId, otherExists, atMs: Date.now(), ...counts };
    },
  });
  const [event] = events;
  if (event?.type === 'FriendRequestAccepted') return { state: 'friends', request_id: event.data.requestId, isNew: false };
  if (state.bond.kind !== 'requested') throw friendshipProblem({ kind: 'RequestNotFound' });
  return { state: 'requested', request_id: state.bond.requestId, isNew: event !== undefined };
}
