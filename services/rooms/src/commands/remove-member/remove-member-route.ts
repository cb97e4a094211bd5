import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { memberParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function removeMemberRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Members'],
    summary: 'Remove a member, or leave',
    description: 'Owner and admins remove others; nobody removes the owner. Removing yourself is leaving.',
    auth: true,
    params: memberParamsSchema,
    response: { 204: null },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'user_not_found', 'owner_must_transfer'],
  });
  app.delete('/api/v1/rooms/:id/members/:user_id', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const { id: roomId, user_id: userId } = request.params;
    const command = { kind: 'RemoveMember', actorId: request.actor.userId, userId } as const;
    await changeRoom(rooms, { roomId, command, metadata: eventMetadata(request) });
    return reply.code(204).send();
  });
}
