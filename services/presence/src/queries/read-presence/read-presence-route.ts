import { presenceListSchema, presenceQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { PresenceDependencies } from '../../dependencies.ts';
import { readVisiblePresence } from './read-presence.ts';

export function readPresenceRoute(app: App, dependencies: PresenceDependencies): void {
  const schema = operation({
    tags: ['Presence'],
    summary: 'Who is online',
    description: 'Of the people asked for, those you share a room or a friendship with; the others are left out.',
    auth: true,
    querystring: presenceQuerySchema,
    response: { 200: presenceListSchema },
  });
  app.get('/api/v1/presence', { preHandler: dependencies.auth, schema }, async (request) => {
    const { traceparent, query, actor } = request;
    return { items: await readVisiblePresence(dependencies, { viewerId: actor.userId, userIds: query.user_ids, traceparent }) };
  });
}
