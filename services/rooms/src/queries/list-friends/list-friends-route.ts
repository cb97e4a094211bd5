import { friendListSchema, pageQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { friendExample } from '../../relationship-examples.ts';
import { listFriends } from './list-friends.ts';

export function listFriendsRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Your friends',
    description: 'The newest first, with presence.',
    auth: true,
    querystring: pageQuerySchema,
    response: { 200: { schema: friendListSchema, example: { items: [friendExample], next_cursor: null, has_more: false } } },
  });
  app.get('/api/v1/friends', { preHandler: rooms.auth, schema }, async (request) =>
    listFriends(rooms, { userId: request.actor.userId, ...request.query }),
  );
}
