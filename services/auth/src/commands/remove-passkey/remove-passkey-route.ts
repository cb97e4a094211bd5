import { confirmIdentityBodySchema, passkeyParamsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { removePasskey } from './remove-passkey.ts';

export function removePasskeyRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Second factors'],
    summary: 'Remove a passkey',
    description: 'Needs the password, or a code of the second factor.',
    auth: true,
    params: passkeyParamsSchema,
    body: confirmIdentityBodySchema,
    response: { 204: null },
    errors: ['invalid_credentials', 'recent_sign_in_required', 'mfa_code_invalid', 'not_found', 'too_many_requests'],
  });
  app.delete('/api/v1/auth/passkeys/:id', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    const { userId, sessionId } = request.actor;
    const command = { userId, sessionId, passkeyId: request.params.id, ...request.body };
    await removePasskey(dependencies, command, { traceparent: request.traceparent });
    return reply.code(204).send();
  });
}
