import { loginResultSchema, verifyMfaBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clientOf } from '../../devices/device-cookie.ts';
import { checkCode } from '../../mfa/check-code.ts';
import { finishSecondStep } from '../../mfa/second-step.ts';
import { answerLogin } from '../../sessions/answer-login.ts';

export function verifyMfaRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'The second step of a login, with a code',
    description:
      'Six digits of the authenticator app, or a recovery code; each works once. Five tries, then the password is needed again. ' +
      'Wrong codes make the account wait, longer each time.',
    body: verifyMfaBodySchema,
    response: { 200: loginResultSchema },
    errors: ['mfa_token_invalid', 'mfa_code_invalid', 'account_suspended', 'email_not_verified', 'too_many_requests'],
  });
  app.post('/api/v1/auth/mfa/verify', { schema }, async (request, reply) => {
    await dependencies.mfaLimit.take(request.ip);
    const { mfa_token: mfaToken, code } = request.body;
    const step = {
      mfaToken,
      client: clientOf(request, dependencies.config),
      check: ({ userId }: { userId: string }, guessKey: string) => checkCode(dependencies, { userId, code, guessKey }),
    };
    const session = await finishSecondStep(dependencies, step, { traceparent: request.traceparent });
    return answerLogin({ request, reply, dependencies }, session);
  });
}
