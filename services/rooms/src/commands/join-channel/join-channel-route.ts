import { roomDetailsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomDetailsExample } from '../../examples.ts';
import { findUnknownUsers } from '../../projections/user-profiles/find-unknown-users.ts';
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
    errors: ['not_a_member', 'room_not_found', 'already_member', 'user_not_found'],
  });
  app.post('/api/v1/rooms/:id/join', { preHandler: rooms.auth, schema }, async (request) => {
    const roomId = request.params.id;
    const actorId = request.actor.userId;
    const unknownUserIds = await findUnknownUsers(rooms, [actorId]);
    await changeRoom(rooms, { roomId, command: { kind: 'JoinRoom', actorId, unknownUserIds }, metadata: eventMetadata(request) });
    return readRoom(rooms, { roomId, viewerId: actorId, activity: 'if_reachable' });
  });
}
