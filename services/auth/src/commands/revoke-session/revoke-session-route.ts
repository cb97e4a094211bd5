import { sessionParamsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clearRefreshCookie } from '../../sessions/refresh-cookie.ts';
import { logout } from '../logout/logout.ts';

export function revokeSessionRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'Log out one of your devices',
    description: "Its tokens stop working and its sockets close. Somebody else's session does not exist for you.",
    auth: true,
    params: sessionParamsSchema,
    response: { 204: null },
    errors: ['not_found'],
  });
  app.delete('/api/v1/auth/sessions/:id', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    const { userId, sessionId: current } = request.actor;
    const sessionId = request.params.id;
    await logout(dependencies, { userId, sessionId, reason: 'revoked' }, { traceparent: request.traceparent });
    if (sessionId === current) clearRefreshCookie({ request, reply, config: dependencies.config });
    return reply.code(204).send();
  });
}
