import { historyQuerySchema, historySchema, roomIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import { requireMembership } from '../require-membership.ts';
import { listMessages } from './list-messages.ts';

export function listMessagesRoute(app: App, dependencies: MessagesDependencies): void {
  app.get(
    '/api/v1/rooms/:id/messages',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'History of a room',
        description:
          'The newest page without `before` or `after`. Oldest first within a page. Where `history_visibility` is `joined`, only what came since you joined last.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        querystring: historyQuerySchema,
        response: { 200: historySchema },
        errors: ['not_a_member', 'room_not_found'],
      }),
    },
    async (request) => {
      const { readableFrom } = await requireMembership(dependencies, request.actor.userId, request.params.id);
      return listMessages(dependencies, request.params.id, { ...request.query, readableFrom });
    },
  );
}
