import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clearRefreshCookie } from '../../sessions/refresh-cookie.ts';
import { logoutAll } from './logout-all.ts';

export function logoutAllRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'Log out everywhere',
    description: 'Ends every session, this one too: all tokens stop working and all sockets close.',
    auth: true,
    response: { 204: null },
  });
  app.post('/api/v1/auth/logout-all', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    await logoutAll(dependencies, request.actor.userId, { traceparent: request.traceparent });
    clearRefreshCookie({ request, reply, config: dependencies.config });
    return reply.code(204).send();
  });
}
