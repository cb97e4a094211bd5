import { deleteAccountBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clearRefreshCookie } from '../../sessions/refresh-cookie.ts';
import { deleteAccount } from './delete-account.ts';

export function deleteAccountRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Delete your account',
    description:
      'For good, at once, on every device. Your messages stay where they are, from "Deleted user"; rooms that you own go to their ' +
      'longest-serving admin or member. Address and username are free again.',
    auth: true,
    body: deleteAccountBodySchema,
    response: { 204: null },
    errors: [
      'invalid_credentials',
      'recent_sign_in_required',
      'mfa_required',
      'mfa_code_invalid',
      'last_administrator',
      'user_not_found',
      'too_many_requests',
    ],
  });
  app.delete('/api/v1/users/me', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    const { userId, sessionId } = request.actor;
    await deleteAccount(dependencies, { userId, sessionId, ...request.body }, { traceparent: request.traceparent });
    clearRefreshCookie({ request, reply, config: dependencies.config });
    return reply.code(204).send();
  });
}
