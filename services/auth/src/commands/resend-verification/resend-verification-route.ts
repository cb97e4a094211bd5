import { type App, operation, ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { mailVerification } from '../../email-verification/mail-verification.ts';

export function resendVerificationRoute(app: App, dependencies: AuthDependencies): void {
  const { db, config, auth } = dependencies;
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Ask for another link to confirm your address',
    description: 'One a minute, and five that are good at a time. A confirmed address gets none. 404 where addresses are not confirmed.',
    auth: true,
    response: { 202: null },
    errors: ['not_found', 'too_many_requests'],
  });
  app.post('/api/v1/auth/email/resend', { preHandler: auth, schema }, async (request, reply) => {
    if (config.PARLEY_EMAIL_VERIFICATION === 'off') throw new ProblemError('not_found');
    const { userId } = request.actor;
    const account = await db.selectFrom('accounts').select(['email', 'email_verified']).where('user_id', '=', userId).executeTakeFirst();
    if (account && !account.email_verified && !(await mailVerification(dependencies, { userId, email: account.email }))) {
      throw new ProblemError('too_many_requests', 'A mail was sent a moment ago', { retryAfterSeconds: 60 });
    }
    return reply.code(202).send();
  });
}
