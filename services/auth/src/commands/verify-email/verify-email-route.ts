import { verifyEmailBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { verifyEmail } from './verify-email.ts';

export function verifyEmailRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Confirm your address with the link from the mail',
    description: 'The link works once, for a day. Nobody is signed in or out by it.',
    body: verifyEmailBodySchema,
    response: { 204: null },
    errors: ['verification_token_invalid'],
  });
  app.post('/api/v1/auth/email/verify', { schema }, async (request, reply) => {
    await verifyEmail(dependencies, request.body.token, { traceparent: request.traceparent });
    dependencies.wakeRelay();
    return reply.code(204).send();
  });
}
