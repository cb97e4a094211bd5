import { roomDetailsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomDetailsExample } from '../../examples.ts';
import { lookUpPeople } from '../../projections/user-profiles/look-up-people.ts';
import { readRoom } from '../../queries/read-room/read-room.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function joinChannelRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Channels'],
    summary: 'Join a channel',
    auth: true,
    params: roomParamsSchema,
    response: {
      200: { schema: roomDetailsSchema, example: { ...roomDetailsExample, type: 'channel', slug: 'engine-room', role: 'member' } },
    },
    errors: ['not_a_member', 'room_not_found', 'already_member', 'user_not_found', 'limit_reached'],
  });
  app.post('/api/v1/rooms/:id/join', { preHandler: rooms.auth, schema }, async (request) => {
    const roomId = request.params.id;
    const actorId = request.actor.userId;
    const facts = await lookUpPeople(rooms, [actorId]);
    await changeRoom(rooms, { roomId, command: { kind: 'JoinRoom', actorId, ...facts }, metadata: eventMetadata(request) });
    return readRoom(rooms, { roomId, viewerId: actorId, activity: 'if_reachable' });
  });
}
