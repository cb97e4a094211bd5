import { historyQuerySchema, historySchema, roomIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import { messageExample } from '../examples.ts';
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
          'The newest page where no place is given. Oldest first within a page. `since` and `until` bound it by time, by the clock of the server. Where `history_visibility` is `joined`, only what came since you joined last.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        querystring: historyQuerySchema,
        response: {
          200: { schema: historySchema, example: { messages: [messageExample], next_cursor: '4712', has_more: true, head: 4712 } },
        },
        errors: ['not_a_member', 'room_not_found', 'not_found'],
      }),
    },
    async (request) => {
      const { readableFrom } = await requireMembership(dependencies, request.actor.userId, request.params.id);
      return listMessages(dependencies, request.params.id, { ...request.query, readableFrom, userId: request.actor.userId });
    },
  );
}
