import { inviteCodeSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import { findInvitedRoom } from '../../invites/find-invite.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function revokeInviteRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Invitations'],
    summary: 'Withdraw an invitation',
    description: 'By owner and admins, and by whoever made it. Nobody enters with it from then on.',
    auth: true,
    params: z.object({ code: inviteCodeSchema }),
    response: { 204: null },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'invite_invalid', 'too_many_requests'],
  });
  app.delete('/api/v1/invites/:code', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const { code } = request.params;
    const actorId = request.actor.userId;
    await rooms.inviteLookups.take(actorId);
    const roomId = await findInvitedRoom(rooms, code);
    await changeRoom(rooms, { roomId, command: { kind: 'RevokeInvite', actorId, code }, metadata: eventMetadata(request) });
    return reply.code(204).send();
  });
}
