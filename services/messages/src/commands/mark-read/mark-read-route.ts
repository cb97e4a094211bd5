import { markReadBodySchema, readStateSchema, roomIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import { readStateExample } from '../../queries/examples.ts';
import { markRead } from './mark-read.ts';

export function markReadRoute(app: App, dependencies: MessagesDependencies): void {
  app.post(
    '/api/v1/rooms/:id/read',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Mark a room as read',
        description: 'Up to `seq`, or to the newest entry. The cursor never moves back.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        body: markReadBodySchema,
        response: { 200: { schema: readStateSchema, example: readStateExample } },
        errors: ['not_a_member', 'room_not_found'],
      }),
    },
    async (request) => markRead(dependencies, request.actor.userId, request.params.id, request.body?.seq),
  );
}
