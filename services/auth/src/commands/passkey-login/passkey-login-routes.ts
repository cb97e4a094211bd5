import { loginResultSchema, passkeyLoginBodySchema, passkeyLoginOptionsBodySchema, passkeyRequestOptionsSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { clientOf } from '../../devices/device-cookie.ts';
import { answerLogin } from '../../sessions/answer-login.ts';
import { passkeyLogin, passkeyRequestOptions } from './passkey-login.ts';

export function passkeyLoginRoutes(app: App, dependencies: AuthDependencies): void {
  const { mfaLimit, passkeyOptionsLimit } = dependencies;
  const options = operation({
    tags: ['Sessions'],
    summary: 'Begin a login with a passkey',
    description: 'The answer is for `navigator.credentials.get`. With `mfa_token`: for the second step of a login with a password.',
    body: passkeyLoginOptionsBodySchema,
    response: { 200: passkeyRequestOptionsSchema },
    errors: ['mfa_token_invalid', 'too_many_requests'],
  });
  app.post('/api/v1/auth/passkeys/login/options', { schema: options }, async (request) => {
    await passkeyOptionsLimit.take(request.ip);
    return passkeyRequestOptions(dependencies, request.body?.mfa_token);
  });

  const verify = operation({
    tags: ['Sessions'],
    summary: 'Log in with a passkey',
    description: 'Without `mfa_token` it stands for password and second factor, so the device must have verified its user.',
    body: passkeyLoginBodySchema,
    response: { 200: loginResultSchema },
    errors: ['passkey_invalid', 'mfa_token_invalid', 'account_suspended', 'email_not_verified', 'too_many_requests'],
  });
  app.post('/api/v1/auth/passkeys/login/verify', { schema: verify }, async (request, reply) => {
    await mfaLimit.take(request.ip);
    const { response, mfa_token: mfaToken, remember_me } = request.body;
    const command = { response, mfaToken, remember: remember_me ?? false, client: clientOf(request, dependencies.config) };
    const session = await passkeyLogin(dependencies, command, { traceparent: request.traceparent });
    return answerLogin({ request, reply, dependencies }, session);
  });
}
