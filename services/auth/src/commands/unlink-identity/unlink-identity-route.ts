import { providerParamsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { unlinkIdentity } from './unlink-identity.ts';

export function unlinkIdentityRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Identity providers'],
    summary: 'Stop a provider from opening your account',
    description: 'Not the last way in: an account without a password gets one first, by "forgotten password".',
    auth: true,
    params: providerParamsSchema,
    response: { 204: null },
    errors: ['not_found', 'conflict'],
  });
  app.delete('/api/v1/auth/identities/:provider', { preHandler: dependencies.auth, schema }, async (request, reply) => {
    const { actor, params, traceparent } = request;
    await unlinkIdentity(dependencies, { userId: actor.userId, provider: params.provider }, { traceparent });
    return reply.code(204).send();
  });
}
