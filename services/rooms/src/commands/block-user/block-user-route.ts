import { friendParamsSchema, type UserId } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { Kysely } from 'kysely';
import type { RoomsDependencies } from '../../dependencies.ts';
import { changeFriendship } from '../../friendship-store/change-friendship.ts';
import { findUnknownUsers } from '../../projections/user-profiles/find-unknown-users.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';

export function blockUserRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Block somebody',
    description:
      'Ends your friendship and requests in either direction, and closes your direct room for writing. Neither sees when the other is online. They are not told. Again: the same.',
    auth: true,
    params: friendParamsSchema,
    response: { 204: null },
    errors: ['user_not_found', 'limit_reached'],
  });
  app.put('/api/v1/blocks/:user_id', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const actorId = request.actor.userId;
    const otherId = request.params.user_id;
    const otherExists = (await findUnknownUsers(rooms, [otherId])).size === 0;
    await changeFriendship(rooms, {
      actorId,
      otherId,
      metadata: eventMetadata(request),
      commandFor: async (trx) => ({
        kind: 'BlockUser',
        actorId,
        otherId,
        otherExists,
        atMs: Date.now(),
        blocks: await countBlocks(trx, actorId),
      }),
    });
    return reply.code(204).send();
  });
}

async function countBlocks(db: Kysely<RoomsDatabase>, userId: UserId): Promise<number> {
  const { count } = await db
    .selectFrom('blocks')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('blocker_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
