import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function deleteRoomRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Rooms'],
    summary: 'Delete a group or channel',
    description: 'By its owner, for everyone, at once.',
    auth: true,
    params: roomParamsSchema,
    response: { 204: null },
    errors: ['not_a_member', 'forbidden', 'room_not_found'],
  });
  app.delete('/api/v1/rooms/:id', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const command = { kind: 'DeleteRoom', actorId: request.actor.userId } as const;
    await changeRoom(rooms, { roomId: request.params.id, command, metadata: eventMetadata(request) });
    return reply.code(204).send();
  });
}
