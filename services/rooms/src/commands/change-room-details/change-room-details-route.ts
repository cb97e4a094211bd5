import { roomDetailsSchema, updateRoomBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomDetailsExample } from '../../examples.ts';
import { claimPicture } from '../../pictures/claim-picture.ts';
import { readRoom } from '../../queries/read-room/read-room.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { toSettings } from '../../room-settings.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function changeRoomDetailsRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Rooms'],
    summary: 'Change name, description, picture, slow mode, visible history and receipts',
    description:
      "By owner and admins. Only what is present changes. A channel's slug stays: it is an address. What members may read follows `history_visibility` as it is now, for all that was said before as well.",
    auth: true,
    params: roomParamsSchema,
    body: updateRoomBodySchema,
    response: { 200: { schema: roomDetailsSchema, example: roomDetailsExample } },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'unprocessable'],
  });
  app.patch('/api/v1/rooms/:id', { preHandler: rooms.auth, schema }, async (request) => {
    const roomId = request.params.id;
    const actorId = request.actor.userId;
    const { name, description, picture_id: pictureId = null } = request.body;
    if (pictureId !== null) await claimPicture(rooms.nats, { userId: actorId, pictureId, roomId, traceparent: request.traceparent });
    const command = { kind: 'ChangeRoomDetails', actorId, name, description, settings: toSettings(request.body) } as const;
    await changeRoom(rooms, { roomId, command, metadata: eventMetadata(request) });
    return readRoom(rooms, { roomId, viewerId: actorId, activity: 'if_reachable' });
  });
}
