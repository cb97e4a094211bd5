import { changeMemberRoleBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { memberParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function changeMemberRoleRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Members'],
    summary: "Change a member's role",
    description: 'Owner and admins make members admins and back. `owner`, by the owner alone, hands the room over; they stay as an admin.',
    auth: true,
    params: memberParamsSchema,
    body: changeMemberRoleBodySchema,
    response: { 204: null },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'user_not_found', 'owner_must_transfer'],
  });
  app.patch('/api/v1/rooms/:id/members/:user_id', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const { id: roomId, user_id: userId } = request.params;
    const command = { kind: 'ChangeMemberRole', actorId: request.actor.userId, userId, role: request.body.role } as const;
    await changeRoom(rooms, { roomId, command, metadata: eventMetadata(request) });
    return reply.code(204).send();
  });
}
