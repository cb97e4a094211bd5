import { friendParamsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { changeFriendship } from '../../friendship-store/change-friendship.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

export function endFriendshipRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Be friends no longer',
    description: 'Nobody can write in your direct room until you are friends again; what was said there stays readable.',
    auth: true,
    params: friendParamsSchema,
    response: { 204: null },
    errors: ['user_not_found'],
  });
  app.delete('/api/v1/friends/:user_id', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const actorId = request.actor.userId;
    const otherId = request.params.user_id;
    const commandFor = () => ({ kind: 'EndFriendship', actorId, otherId }) as const;
    await changeFriendship(rooms, { actorId, otherId, metadata: eventMetadata(request), commandFor });
    return reply.code(204).send();
  });
}
