import { friendRequestParamsSchema, friendSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { changeFriendship, countFriends } from '../../friendship-store/change-friendship.ts';
import { findRequest } from '../../friendship-store/find-request.ts';
import { readFriend } from '../../queries/list-friends/list-friends.ts';
import { friendExample } from '../../relationship-examples.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function acceptFriendRequestRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Accept a friend request',
    description: 'Opens your direct room again if an ended friendship had closed it.',
    auth: true,
    params: friendRequestParamsSchema,
    response: { 200: { schema: friendSchema, example: friendExample } },
    errors: ['friend_request_not_found', 'limit_reached', 'not_accepting'],
  });
  app.post('/api/v1/friends/requests/:id/accept', { preHandler: rooms.auth, schema }, async (request) => {
    const actorId = request.actor.userId;
    const requestId = request.params.id;
    const otherId = await findRequest(rooms.db, requestId, actorId);
    await changeFriendship(rooms, {
      actorId,
      otherId,
      metadata: eventMetadata(request),
      commandFor: async (trx) => ({ kind: 'AcceptRequest', requestId, actorId, ...(await countFriends(trx, actorId, otherId)) }),
    });
    return readFriend(rooms, actorId, otherId);
  });
}
