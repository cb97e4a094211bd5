import { friendRequestParamsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { changeFriendship } from '../../friendship-store/change-friendship.ts';
import { findRequest } from '../../friendship-store/find-request.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function withdrawFriendRequestRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Withdraw a friend request of yours',
    auth: true,
    params: friendRequestParamsSchema,
    response: { 204: null },
    errors: ['friend_request_not_found'],
  });
  app.delete('/api/v1/friends/requests/:id', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const actorId = request.actor.userId;
    const requestId = request.params.id;
    const otherId = await findRequest(rooms.db, requestId, actorId);
    const commandFor = () => ({ kind: 'WithdrawRequest', requestId, actorId }) as const;
    await changeFriendship(rooms, { actorId, otherId, metadata: eventMetadata(request), commandFor });
    return reply.code(204).send();
  });
}
