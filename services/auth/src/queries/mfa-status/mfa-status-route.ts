import { mfaStatusSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { mfaStatus } from '../../mfa/second-factors.ts';

export function mfaStatusRoute(app: App, { db, auth }: AuthDependencies): void {
  const schema = operation({
    tags: ['Second factors'],
    summary: 'What protects your account besides the password',
    auth: true,
    response: { 200: mfaStatusSchema },
  });
  app.get('/api/v1/auth/mfa', { preHandler: auth, schema }, async (request) => mfaStatus(db, request.actor.userId));
}
