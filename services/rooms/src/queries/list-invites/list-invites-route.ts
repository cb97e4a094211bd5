import { inviteListSchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { inviteExample } from '../../examples.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { requireMembership } from '../require-membership.ts';
import { listInvites } from './list-invites.ts';

export function listInvitesRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Invitations'],
    summary: "A room's invitations",
    description: 'For owner and admins: those that can still be used, newest first, with their codes.',
    auth: true,
    params: roomParamsSchema,
    response: { 200: { schema: inviteListSchema, example: { items: [inviteExample] } } },
    errors: ['not_a_member', 'forbidden', 'room_not_found'],
  });
  app.get('/api/v1/rooms/:id/invites', { preHandler: rooms.auth, schema }, async (request) => {
    const role = await requireMembership(rooms.db, request.params.id, request.actor.userId);
    if (role === 'member') throw new ProblemError('forbidden', 'Only owner and admins may do this');
    return { items: await listInvites(rooms.db, request.params.id) };
  });
}
