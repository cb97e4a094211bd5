import { type CreateRoomBody, createRoomBodySchema, type RoomType, roomDetailsSchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import { roomDetailsExample } from '../../examples.ts';
import { readRoom } from '../../queries/read-room/read-room.ts';
import { toSettings } from '../../room-settings.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';
import { createRoom } from './create-room.ts';

const headers = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Any text of your own. For 24 hours a repeat under the same key answers like the first and creates nothing' }),
});

export function createRoomRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Rooms'],
    summary: 'Create a direct room, a group or a channel',
    description:
      'Direct: exactly one other person in `member_ids`; if the room exists, 200 and the existing one. Group: private, `name` required. Channel: public, `name` required; without `slug` it is made from the name.',
    auth: true,
    body: createRoomBodySchema,
    response: {
      201: { schema: roomDetailsSchema, example: roomDetailsExample, description: 'The new room' },
      200: { schema: roomDetailsSchema, example: roomDetailsExample, description: 'The direct room that these two have already' },
    },
    errors: ['user_not_found', 'not_accepting', 'forbidden', 'slug_taken', 'idempotency_mismatch', 'limit_reached', 'unprocessable'],
  });
  app.post('/api/v1/rooms', { preHandler: rooms.auth, schema: { ...schema, headers } }, async (request, reply) => {
    const { name, slug, description, member_ids: memberIds = [] } = request.body;
    const actorId = request.actor.userId;
    const idempotencyKey = request.headers['idempotency-key'];
    const wish = {
      actorId,
      type: typeOf(request.body),
      name,
      slug,
      description,
      settings: toSettings(request.body),
      memberIds,
      idempotencyKey,
    };
    const { roomId, status } = await createRoom(rooms, wish, eventMetadata(request));
    const details = await readRoom(rooms, { roomId, viewerId: actorId, activity: 'if_reachable' });
    return reply.code(status).send(details);
  });
}

/** `is_direct: true` stands in for `type: "direct"`; anything else has to say what it wants. */
function typeOf({ type, is_direct }: Pick<CreateRoomBody, 'type' | 'is_direct'>): RoomType {
  const meant = type ?? (is_direct ? 'direct' : undefined);
  if (meant === undefined) throw invalidType('is required');
  if (is_direct !== undefined && is_direct !== (meant === 'direct')) throw invalidType('contradicts is_direct');
  return meant;
}

function invalidType(message: string): ProblemError {
  return new ProblemError('validation_failed', undefined, { errors: [{ path: 'body.type', message }] });
}
