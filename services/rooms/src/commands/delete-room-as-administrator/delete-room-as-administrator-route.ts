import { type App, operation, ProblemError } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function deleteRoomAsAdministratorRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Administration'],
    summary: 'Delete any room',
    description: 'For everyone, at once, also a direct room. Written into the audit log before it happens.',
    auth: true,
    params: roomParamsSchema,
    response: { 204: null },
    errors: ['forbidden', 'room_not_found'],
  });
  app.delete('/api/v1/admin/rooms/:id', { preHandler: rooms.administrators, schema }, async (request, reply) => {
    const roomId = request.params.id;
    const actorId = request.actor.userId;
    const room = await rooms.db
      .selectFrom('rooms')
      .select('type')
      .where('id', '=', roomId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!room) throw new ProblemError('room_not_found');
    const act = { actor_id: actorId, action: 'room.deleted', target_type: 'room', target_id: roomId, detail: { type: room.type } } as const;
    await rooms.administration.recordAct(act, request.traceparent);
    await changeRoom(rooms, { roomId, command: { kind: 'DeleteRoomAsAdministrator', actorId }, metadata: eventMetadata(request) });
    return reply.code(204).send();
  });
}
