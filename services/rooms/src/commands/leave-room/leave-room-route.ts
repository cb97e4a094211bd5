import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function leaveRoomRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Members'],
    summary: 'Leave a group or channel',
    description: 'The owner hands the room over first, unless nobody else is in it. A room that its last member leaves is deleted.',
    auth: true,
    params: roomParamsSchema,
    response: { 204: null },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'owner_must_transfer'],
  });
  app.post('/api/v1/rooms/:id/leave', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const command = { kind: 'LeaveRoom', actorId: request.actor.userId } as const;
    await changeRoom(rooms, { roomId: request.params.id, command, metadata: eventMetadata(request) });
    return reply.code(204).send();
  });
}
