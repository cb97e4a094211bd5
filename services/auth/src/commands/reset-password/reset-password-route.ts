import { resetPasswordBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clientOf, setDeviceCookie } from '../../devices/device-cookie.ts';
import { clearRefreshCookie } from '../../sessions/refresh-cookie.ts';
import { resetPassword } from './reset-password.ts';

export function resetPasswordRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Passwords'],
    summary: 'Choose a new password with the link from the mail',
    description: 'Ends all sessions and does not sign in. The commonest passwords are refused.',
    body: resetPasswordBodySchema,
    response: { 204: null },
    errors: ['reset_token_invalid'],
  });
  app.post('/api/v1/auth/password/reset', { schema }, async (request, reply) => {
    const command = { ...request.body, client: clientOf(request, dependencies.config) };
    const { deviceToken } = await resetPassword(dependencies, command, { traceparent: request.traceparent });
    const context = { request, reply, config: dependencies.config };
    clearRefreshCookie(context);
    setDeviceCookie(context, deviceToken);
    return reply.code(204).send();
  });
}
