import { sessionListSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { listSessions } from './list-sessions.ts';

export function listSessionsRoute(app: App, { db, auth, clock }: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'Your devices',
    description: 'Sessions that are still good, the newest first.',
    auth: true,
    response: { 200: sessionListSchema },
  });
  app.get('/api/v1/auth/sessions', { preHandler: auth, schema }, async (request) => {
    const { userId, sessionId } = request.actor;
    return { items: await listSessions(db, { userId, current: sessionId, now: clock() }) };
  });
}
