import { forgotPasswordBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { addMail } from '../../mail/mail-queue.ts';

export function forgotPasswordRoute(app: App, dependencies: AuthDependencies): void {
  const { db, clock, forgotLimit, wakeMail } = dependencies;
  const schema = operation({
    tags: ['Passwords'],
    summary: 'Ask for a link to choose a new password',
    description: 'Answered alike whether or not there is such an account. The link comes by mail, works once, and for an hour.',
    body: forgotPasswordBodySchema,
    response: { 202: null },
    errors: ['too_many_requests'],
  });
  // One insert, whoever asks for whomever. The account is looked up when the mail is made: an answer cannot tell what its
  // request never asked, by content or by time.
  app.post('/api/v1/auth/password/forgot', { schema }, async (request, reply) => {
    await forgotLimit.take(request.ip);
    await addMail(db, { kind: 'password_reset', email: request.body.email }, clock());
    wakeMail();
    return reply.code(202).send();
  });
}
