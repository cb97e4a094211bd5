import { limits, type Pins, pinsSchema, roomIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import { profileOf } from '../../projections/users/user-profiles.ts';
import { type Membership, requireMembership } from '../require-membership.ts';
import { toMessages, type Viewer } from '../show-messages.ts';

export function listPinsRoute(app: App, dependencies: MessagesDependencies): void {
  app.get(
    '/api/v1/rooms/:id/pins',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Pinned messages',
        description: 'All of them, the newest pin first.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        response: { 200: pinsSchema },
        errors: ['not_a_member', 'room_not_found'],
      }),
    },
    async (request) => {
      const membership = await requireMembership(dependencies, request.actor.userId, request.params.id);
      return listPins(dependencies, request.params.id, { ...membership, userId: request.actor.userId });
    },
  );
}

export async function listPins(
  sources: Pick<MessagesDependencies, 'db' | 'profiles'>,
  roomId: string,
  viewer: Pick<Membership, 'readableFrom'> & Viewer,
): Promise<Pins> {
  const rows = await sources.db
    .selectFrom('pins as p')
    .innerJoin('messages as m', (join) => join.onRef('m.room_id', '=', 'p.room_id').onRef('m.seq', '=', 'p.message_seq'))
    .selectAll('m')
    .select(['p.pinned_at', 'p.pinned_by'])
    .where('p.room_id', '=', roomId)
    .where('p.message_seq', '>=', viewer.readableFrom)
    .orderBy('p.pinned_seq', 'desc')
    .limit(limits.pinsMax)
    .execute();
  const messages = await toMessages(sources, rows, viewer);
  const names = await sources.profiles.load(rows.map((row) => row.pinned_by));
  return {
    pins: rows.flatMap((row, index) => {
      const message = messages[index];
      return message ? [{ message, pinned_at: row.pinned_at.toISOString(), pinned_by: profileOf(names, row.pinned_by) }] : [];
    }),
  };
}
