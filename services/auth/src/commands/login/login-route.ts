import { loginBodySchema, loginResultSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clientOf } from '../../devices/device-cookie.ts';
import { answerLogin } from '../../sessions/answer-login.ts';
import { login } from './login.ts';

export function loginRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'Log in',
    description:
      'The refresh token is in the body, and in an httpOnly cookie for browsers. It lives 7 days, 30 with `remember_me`. ' +
      'Where the account has a second factor: 401 `mfa_required`, with `mfa_token` and `mfa_methods` for the second step.',
    body: loginBodySchema,
    response: { 200: loginResultSchema },
    errors: ['invalid_credentials', 'mfa_required', 'account_suspended', 'email_not_verified', 'too_many_requests'],
  });
  app.post('/api/v1/auth/login', { schema }, async (request, reply) => {
    const { traceparent, body } = request;
    const command = {
      email: body.email,
      password: body.password,
      remember: body.remember_me ?? false,
      client: clientOf(request, dependencies.config),
    };
    const session = await login(dependencies, command, { traceparent });
    return answerLogin({ request, reply, dependencies }, session);
  });
}
