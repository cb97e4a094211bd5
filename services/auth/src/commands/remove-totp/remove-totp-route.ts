import { confirmPasswordBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { removeTotp } from './remove-totp.ts';

export function removeTotpRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Second factors'],
    summary: 'Remove the authenticator app',
    description: 'The recovery codes go with it, unless there is a passkey.',
    auth: true,
    body: confirmPasswordBodySchema,
    response: { 204: null },
    errors: ['invalid_credentials', 'recent_sign_in_required', 'not_found', 'too_many_requests'],
  });
  app.delete('/api/v1/auth/mfa/totp', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    const { userId, sessionId } = request.actor;
    const command = { userId, sessionId, password: request.body.password };
    await removeTotp(dependencies, command, { traceparent: request.traceparent });
    return reply.code(204).send();
  });
}
