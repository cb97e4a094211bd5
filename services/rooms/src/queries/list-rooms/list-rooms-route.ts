import { pageQuerySchema, roomListSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomSummaryExample } from '../../examples.ts';
import { listRooms } from './list-rooms.ts';

export function listRoomsRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Rooms'],
    summary: 'Your rooms',
    description: 'Most recent activity first, then newest; with last message, unread and mention counts.',
    auth: true,
    querystring: pageQuerySchema,
    response: { 200: { schema: roomListSchema, example: { items: [roomSummaryExample], next_cursor: null, has_more: false } } },
  });
  app.get('/api/v1/rooms', { preHandler: rooms.auth, schema }, async (request) =>
    listRooms(rooms, { viewerId: request.actor.userId, ...request.query }),
  );
}
