import { memberListSchema, membersQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { memberExample } from '../../examples.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { requireMembership } from '../require-membership.ts';
import { listMembers } from './list-members.ts';

export function listMembersRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Members'],
    summary: 'Members of a room',
    description:
      'Owner, admins, members; within each, who joined first. With presence. `q` finds people by a part of their names, regardless of case.',
    auth: true,
    params: roomParamsSchema,
    querystring: membersQuerySchema,
    response: { 200: { schema: memberListSchema, example: { items: [memberExample], next_cursor: null, has_more: false } } },
    errors: ['not_a_member', 'room_not_found'],
  });
  app.get('/api/v1/rooms/:id/members', { preHandler: rooms.auth, schema }, async (request) => {
    await requireMembership(rooms.db, request.params.id, request.actor.userId);
    return listMembers(rooms, { roomId: request.params.id, viewerId: request.actor.userId, ...request.query });
  });
}
