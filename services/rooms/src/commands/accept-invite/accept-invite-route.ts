import { inviteCodeSchema, roomDetailsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomDetailsExample } from '../../examples.ts';
import { findInvitedRoom } from '../../invites/find-invite.ts';
import { lookUpPeople } from '../../projections/user-profiles/look-up-people.ts';
import { readRoom } from '../../queries/read-room/read-room.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function acceptInviteRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Invitations'],
    summary: 'Enter a room with an invitation',
    description: 'Who is in already uses nothing up.',
    auth: true,
    params: z.object({ code: inviteCodeSchema }),
    response: { 200: { schema: roomDetailsSchema, example: { ...roomDetailsExample, role: 'member' } } },
    errors: ['invite_invalid', 'already_member', 'user_not_found', 'limit_reached', 'too_many_requests'],
  });
  app.post('/api/v1/invites/:code', { preHandler: rooms.auth, schema }, async (request) => {
    const { code } = request.params;
    const actorId = request.actor.userId;
    await rooms.inviteLookups.take(actorId);
    const roomId = await findInvitedRoom(rooms, code);
    const facts = await lookUpPeople(rooms, [actorId]);
    const command = { kind: 'AcceptInvite', actorId, code, now: new Date().toISOString(), ...facts } as const;
    await changeRoom(rooms, { roomId, command, metadata: eventMetadata(request) });
    return readRoom(rooms, { roomId, viewerId: actorId, activity: 'if_reachable' });
  });
}
