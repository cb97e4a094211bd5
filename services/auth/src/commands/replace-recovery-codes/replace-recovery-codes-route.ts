import { confirmPasswordBodySchema, recoveryCodeListSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { renewRecoveryCodes } from './replace-recovery-codes.ts';

export function replaceRecoveryCodesRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Second factors'],
    summary: 'New recovery codes',
    description: 'Ten, shown this once. Those that there were do not work any more.',
    auth: true,
    body: confirmPasswordBodySchema,
    response: { 200: recoveryCodeListSchema },
    errors: ['invalid_credentials', 'recent_sign_in_required', 'not_found', 'too_many_requests'],
  });
  app.post('/api/v1/auth/mfa/recovery-codes', { preHandler: dependencies.auth, schema }, async (request) => {
    const { userId, sessionId } = request.actor;
    const command = { userId, sessionId, password: request.body.password };
    return { recovery_codes: await renewRecoveryCodes(dependencies, command, { traceparent: request.traceparent }) };
  });
}
