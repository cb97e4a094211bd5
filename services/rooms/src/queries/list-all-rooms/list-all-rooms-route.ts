import { adminRoomListSchema, adminRoomsQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { adminRoomExample } from '../../examples.ts';
import { listAllRooms } from './list-all-rooms.ts';

export function listAllRoomsRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Administration'],
    summary: 'All rooms',
    description: 'Newest first, with owner and number of members. Looking is written into the audit log.',
    auth: true,
    querystring: adminRoomsQuerySchema,
    response: { 200: { schema: adminRoomListSchema, example: { items: [adminRoomExample], next_cursor: null, has_more: false } } },
    errors: ['forbidden'],
  });
  app.get('/api/v1/admin/rooms', { preHandler: rooms.administrators, schema }, async (request) => {
    // What was looked for may be somebody's name: only that there was a filter, never its text.
    const { q, type, member_id } = request.query;
    const detail = { ...(q ? { q: 'given' } : {}), ...(type ? { type } : {}), ...(member_id ? { member_id } : {}) };
    const act = { actor_id: request.actor.userId, action: 'rooms.listed', target_type: 'system', target_id: null, detail } as const;
    await rooms.administration.recordAct(act, request.traceparent);
    return listAllRooms(rooms.db, request.query);
  });
}
