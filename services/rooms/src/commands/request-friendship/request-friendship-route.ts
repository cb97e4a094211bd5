import { requestedFriendshipSchema, requestFriendshipBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { friendRequestExample } from '../../relationship-examples.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';
import { requestFriendship } from './request-friendship.ts';

export function requestFriendshipRoute(app: App, rooms: RoomsDependencies): void {
  const request_id = friendRequestExample.id;
  const schema = operation({
    tags: ['Friends'],
    summary: 'Ask somebody to be friends',
    description:
      'A request that crosses one of theirs accepts it. `not_accepting` when they do not take requests from you; who was declined can ask again after seven days.',
    auth: true,
    body: requestFriendshipBodySchema,
    response: {
      201: { schema: requestedFriendshipSchema, example: { state: 'requested', request_id }, description: 'The new request' },
      200: {
        schema: requestedFriendshipSchema,
        example: { state: 'friends', request_id },
        description: 'They had asked already, and you are friends now; or you had, and the request still waits',
      },
    },
    errors: ['forbidden', 'not_accepting', 'user_not_found', 'already_friends', 'limit_reached', 'too_many_requests'],
  });
  app.post('/api/v1/friends/requests', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const people = { actorId: request.actor.userId, otherId: request.body.user_id };
    const { isNew, ...answer } = await requestFriendship(rooms, people, eventMetadata(request));
    return reply.code(isNew ? 201 : 200).send(answer);
  });
}
