import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clearRefreshCookie } from '../../sessions/refresh-cookie.ts';
import { logout } from './logout.ts';

export function logoutRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'Log out',
    description: 'Ends this session: both tokens stop working and its sockets close.',
    auth: true,
    response: { 204: null },
  });
  app.post('/api/v1/auth/logout', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    const { userId, sessionId } = request.actor;
    await logout(dependencies, { userId, sessionId, reason: 'logged_out' }, { traceparent: request.traceparent });
    clearRefreshCookie({ request, reply, config: dependencies.config });
    return reply.code(204).send();
  });
}
