import { friendParamsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { changeFriendship } from '../../friendship-store/change-friendship.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function unblockUserRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Unblock somebody',
    description: 'Opens your direct room again, unless they block you or one of you ended a friendship before. A friendship stays ended.',
    auth: true,
    params: friendParamsSchema,
    response: { 204: null },
  });
  app.delete('/api/v1/blocks/:user_id', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const actorId = request.actor.userId;
    const otherId = request.params.user_id;
    const commandFor = () => ({ kind: 'UnblockUser', actorId, otherId }) as const;
    await changeFriendship(rooms, { actorId, otherId, metadata: eventMetadata(request), commandFor });
    return reply.code(204).send();
  });
}
