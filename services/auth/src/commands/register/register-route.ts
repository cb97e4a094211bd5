import { accountSchema, registerBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { ownAccount } from '../../queries/own-account/own-account.ts';
import { register } from './register.ts';

export function registerRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Register',
    description: 'Address and username are unique regardless of case. The commonest passwords are refused.',
    body: registerBodySchema,
    response: { 201: accountSchema },
    errors: ['email_taken', 'username_taken', 'too_many_requests'],
  });
  app.post('/api/v1/auth/register', { schema }, async (request, reply) => {
    const { traceparent } = request;
    await dependencies.registerLimit.take(request.ip);
    const userId = await register(dependencies, request.body, { traceparent });
    return reply.code(201).send(await ownAccount(dependencies, userId, traceparent));
  });
}
