import { confirmTotpBodySchema, newRecoveryCodesSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { confirmTotp } from './confirm-totp.ts';

export function confirmTotpRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Second factors'],
    summary: 'Confirm the authenticator app with a code of it',
    description: 'From then on a login needs a second step. Recovery codes are given once, with the first second factor of an account.',
    auth: true,
    body: confirmTotpBodySchema,
    response: { 200: newRecoveryCodesSchema },
    errors: ['mfa_code_invalid', 'conflict', 'too_many_requests'],
  });
  app.post('/api/v1/auth/mfa/totp/confirm', { preHandler: dependencies.auth, schema }, async (request) => {
    const command = { userId: request.actor.userId, code: request.body.code };
    return { recovery_codes: await confirmTotp(dependencies, command, { traceparent: request.traceparent }) };
  });
}
