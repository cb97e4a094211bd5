import { friendRequestParamsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { changeFriendship } from '../../friendship-store/change-friendship.ts';
import { findRequest } from '../../friendship-store/find-request.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function declineFriendRequestRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Decline a friend request',
    description: 'Whoever made it cannot ask you again for seven days. You can ask them.',
    auth: true,
    params: friendRequestParamsSchema,
    response: { 204: null },
    errors: ['friend_request_not_found'],
  });
  app.post('/api/v1/friends/requests/:id/decline', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const actorId = request.actor.userId;
    const requestId = request.params.id;
    const otherId = await findRequest(rooms.db, requestId, actorId);
    const commandFor = () => ({ kind: 'DeclineRequest', requestId, actorId, atMs: Date.now() }) as const;
    await changeFriendship(rooms, { actorId, otherId, metadata: eventMetadata(request), commandFor });
    return reply.code(204).send();
  });
}
