import { changePasswordBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { changePassword } from './change-password.ts';

export function changePasswordRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Passwords'],
    summary: 'Change your password',
    description: 'Ends your other sessions. The commonest passwords are refused.',
    auth: true,
    body: changePasswordBodySchema,
    response: { 204: null },
    errors: ['invalid_credentials', 'too_many_requests'],
  });
  app.post('/api/v1/auth/password/change', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    const { userId, sessionId } = request.actor;
    const { current_password: currentPassword, new_password: newPassword } = request.body;
    const command = { userId, sessionId, currentPassword, newPassword };
    await changePassword(dependencies, command, { traceparent: request.traceparent });
    return reply.code(204).send();
  });
}
