import { muteRoomBodySchema, roomMuteSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import type { RoomChange } from '../../domain/room-commands.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';
import { tellDevices } from './tell-devices.ts';

export function muteRoomRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Rooms'],
    summary: 'Mute a room for yourself',
    description:
      'Until a time, or for good; `muted: false` ends it. Your other devices are told (`room.muted`), nobody else is. Leaving the room ends it too.',
    auth: true,
    params: roomParamsSchema,
    body: muteRoomBodySchema,
    response: { 200: { schema: roomMuteSchema, example: { muted: true, muted_until: '2026-11-21T08:00:00.000Z' } } },
    errors: ['not_a_member', 'room_not_found'],
  });
  app.put('/api/v1/rooms/:id/mute', { preHandler: rooms.auth, schema }, async (request) => {
    const { muted, until } = request.body;
    const actorId = request.actor.userId;
    const mutedUntil = muted && until ? new Date(until).toISOString() : null;
    const command: RoomChange = muted
      ? { kind: 'MuteRoom', actorId, until: mutedUntil, now: new Date().toISOString() }
      : { kind: 'UnmuteRoom', actorId };
    const roomId = request.params.id;
    const events = await changeRoom(rooms, { roomId, command, metadata: eventMetadata(request) });
    if (events.length > 0 && rooms.nats.connected()) tellDevices(rooms.nats, actorId, { room_id: roomId, muted, muted_until: mutedUntil });
    return { muted, muted_until: mutedUntil };
  });
}
