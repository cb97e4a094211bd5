import { friendRequestListSchema, friendRequestsQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { friendRequestExample } from '../../relationship-examples.ts';
import { listFriendRequests } from './list-friend-requests.ts';

export function listFriendRequestsRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Friend requests that wait for an answer',
    description: 'To you and from you, the newest first.',
    auth: true,
    querystring: friendRequestsQuerySchema,
    response: { 200: { schema: friendRequestListSchema, example: { items: [friendRequestExample], next_cursor: null, has_more: false } } },
  });
  app.get('/api/v1/friends/requests', { preHandler: rooms.auth, schema }, async (request) =>
    listFriendRequests(rooms.db, { userId: request.actor.userId, ...request.query }),
  );
}
