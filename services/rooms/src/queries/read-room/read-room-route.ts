import { roomDetailsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomDetailsExample } from '../../examples.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { readRoom } from './read-room.ts';

export function readRoomRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Rooms'],
    summary: 'A room of yours',
    description: 'With its first 50 members and their presence; all of them are in the list of members.',
    auth: true,
    params: roomParamsSchema,
    response: { 200: { schema: roomDetailsSchema, example: roomDetailsExample } },
    errors: ['not_a_member', 'room_not_found'],
  });
  app.get('/api/v1/rooms/:id', { preHandler: rooms.auth, schema }, async (request) =>
    readRoom(rooms, { roomId: request.params.id, viewerId: request.actor.userId, activity: 'required' }),
  );
}
