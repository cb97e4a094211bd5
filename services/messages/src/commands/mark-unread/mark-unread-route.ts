import { markUnreadBodySchema, readStateSchema, roomIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import { readStateExample } from '../../queries/examples.ts';
import { markUnread } from '../mark-read/mark-read.ts';

export function markUnreadRoute(app: App, dependencies: MessagesDependencies): void {
  app.put(
    '/api/v1/rooms/:id/unread',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Mark messages as unread again',
        description: 'Moves the read cursor back to `seq`: what lies after it is unread, on all devices. Never moves it forward.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        body: markUnreadBodySchema,
        response: { 200: { schema: readStateSchema, example: readStateExample } },
        errors: ['not_a_member', 'room_not_found'],
      }),
    },
    async (request) => markUnread(dependencies, request.actor.userId, request.params.id, request.body.seq),
  );
}
