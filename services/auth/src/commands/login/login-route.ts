import { loginBodySchema, loginResultSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { ownAccount } from '../../queries/own-account/own-account.ts';
import { answerTokens } from '../../sessions/token-pair.ts';
import { login } from './login.ts';

export function loginRoute(app: App, dependencies: AuthDependencies): void {
  const { config, clock } = dependencies;
  const schema = operation({
    tags: ['Sessions'],
    summary: 'Log in',
    description: 'The refresh token is in the body, and in an httpOnly cookie for browsers. It lives 7 days, 30 with `remember_me`.',
    body: loginBodySchema,
    response: { 200: loginResultSchema },
    errors: ['invalid_credentials', 'account_suspended', 'too_many_requests'],
  });
  app.post('/api/v1/auth/login', { schema }, async (request, reply) => {
    const { traceparent, body } = request;
    const command = {
      email: body.email,
      password: body.password,
      remember: body.remember_me ?? false,
      address: request.ip,
      userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    };
    const session = await login(dependencies, command, { traceparent });
    const user = await ownAccount(dependencies, session.userId, traceparent);
    return { ...answerTokens({ request, reply, config }, session, clock()), user };
  });
}
