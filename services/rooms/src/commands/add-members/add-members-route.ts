import { addMembersBodySchema, addMembersResultSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { memberExample } from '../../examples.ts';
import { lookUpPeople } from '../../projections/user-profiles/look-up-people.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function addMembersRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Members'],
    summary: 'Add one person, or up to 500',
    description:
      'Any member of a group or channel may add people. `added` tells who is new: of `user_ids`, those who are in already are skipped; a single `user_id` who is in already is refused.',
    auth: true,
    params: roomParamsSchema,
    body: addMembersBodySchema,
    response: { 200: { schema: addMembersResultSchema, example: { added: [memberExample.id] } } },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'user_not_found', 'already_member', 'limit_reached'],
  });
  app.post('/api/v1/rooms/:id/members', { preHandler: rooms.auth, schema }, async (request) => {
    const refuseExisting = 'user_id' in request.body;
    const userIds = 'user_id' in request.body ? [request.body.user_id] : request.body.user_ids;
    const actorId = request.actor.userId;
    const facts = await lookUpPeople(rooms, userIds);
    const events = await changeRoom(rooms, {
      roomId: request.params.id,
      command: { kind: 'AddMembers', actorId, userIds, refuseExisting, ...facts },
      metadata: eventMetadata(request),
    });
    return { added: events.flatMap((event) => (event.type === 'MembersAdded' ? event.data.members.map((one) => one.userId) : [])) };
  });
}
