import { transferRoomBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function transferRoomRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Members'],
    summary: 'Hand over ownership',
    description: 'By the owner, to a member. The old owner stays as an admin.',
    auth: true,
    params: roomParamsSchema,
    body: transferRoomBodySchema,
    response: { 204: null },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'user_not_found'],
  });
  app.post('/api/v1/rooms/:id/transfer', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const command = { kind: 'ChangeMemberRole', actorId: request.actor.userId, userId: request.body.user_id, role: 'owner' } as const;
    await changeRoom(rooms, { roomId: request.params.id, command, metadata: eventMetadata(request) });
    return reply.code(204).send();
  });
}
