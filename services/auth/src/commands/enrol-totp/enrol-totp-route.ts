import { confirmPasswordBodySchema, totpEnrolmentSchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import { toDataURL } from 'qrcode';
import type { AuthDependencies } from '../../dependencies.ts';
import { confirmPassword } from '../../mfa/confirm-identity.ts';
import { newTotpSecret, totpUri } from '../../mfa/totp.ts';
import { beginEnrolment, enrolmentMs } from '../../mfa/totp-secrets.ts';

export function enrolTotpRoute(app: App, dependencies: AuthDependencies): void {
  const { db, clock, secretBox, auth } = dependencies;
  const schema = operation({
    tags: ['Second factors'],
    summary: 'Begin with an authenticator app',
    description: 'Changes nothing until a code of it was shown, within 15 minutes. Asking again gives another secret.',
    auth: true,
    body: confirmPasswordBodySchema,
    response: { 200: totpEnrolmentSchema },
    errors: ['invalid_credentials', 'recent_sign_in_required', 'conflict', 'too_many_requests'],
  });
  app.post('/api/v1/auth/mfa/totp', { preHandler: auth, schema }, async (request) => {
    const { userId, sessionId } = request.actor;
    await confirmPassword(dependencies, { userId, sessionId, password: request.body.password });
    const now = clock();
    const secret = newTotpSecret();
    const begun = await beginEnrolment(db, secretBox, { userId, secret, now });
    if (!begun) throw new ProblemError('conflict', 'There is an authenticator app already: remove it first');
    const { username } = await db.selectFrom('accounts').select('username').where('user_id', '=', userId).executeTakeFirstOrThrow();
    const otpauth_uri = totpUri(secret, username);
    const qr_data_url = await toDataURL(otpauth_uri, { margin: 2, width: 240 });
    return { secret, otpauth_uri, qr_data_url, expires_at: new Date(now.getTime() + enrolmentMs).toISOString() };
  });
}
