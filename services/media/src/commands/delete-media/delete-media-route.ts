import { mediaIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MediaDependencies } from '../../dependencies.ts';
import { executeOnMedia } from '../execute-on-media.ts';

export function deleteMediaRoute(app: App, { auth, db, clock, wakeRemoval }: MediaDependencies): void {
  const schema = operation({
    tags: ['Media'],
    summary: 'Delete an upload of yours',
    description: 'While no message and no profile shows it. What a message carries goes with the message.',
    auth: true,
    params: z.object({ id: mediaIdSchema }),
    response: { 204: null },
    errors: ['not_found', 'conflict'],
  });
  app.delete('/api/v1/media/:id', { preHandler: auth, schema }, async (request, reply) => {
    const { userId } = request.actor;
    const metadata = { actor_id: userId, correlation_id: request.id, traceparent: request.traceparent };
    const command = { type: 'Delete', userId, at: clock().toISOString() } as const;
    await db.transaction().execute((trx) => executeOnMedia({ trx, mediaId: request.params.id, command, metadata }));
    wakeRemoval();
    reply.code(204);
  });
}
