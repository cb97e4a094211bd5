import { addedPasskeySchema, confirmIdentityBodySchema, passkeyCreationOptionsSchema, registerPasskeyBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { confirmIdentity } from '../../mfa/confirm-identity.ts';
import { passkeyCreationOptions, registerPasskey } from './register-passkey.ts';

export function registerPasskeyRoutes(app: App, dependencies: AuthDependencies): void {
  const { auth } = dependencies;
  const options = operation({
    tags: ['Second factors'],
    summary: 'Begin with a passkey',
    description: 'Needs the password, or a code of the second factor there is. The answer is for `navigator.credentials.create`.',
    auth: true,
    body: confirmIdentityBodySchema,
    response: { 200: passkeyCreationOptionsSchema },
    errors: ['invalid_credentials', 'recent_sign_in_required', 'mfa_code_invalid', 'too_many_requests'],
  });
  app.post('/api/v1/auth/passkeys/register/options', { preHandler: auth, schema: options }, async (request) => {
    const { userId, sessionId } = request.actor;
    await confirmIdentity(dependencies, { userId, sessionId, ...request.body });
    return passkeyCreationOptions(dependencies, userId);
  });

  const verify = operation({
    tags: ['Second factors'],
    summary: 'Add the passkey that the browser made',
    description:
      'It signs in without password, and is a second factor for logins with one. ' +
      'Recovery codes are given once, with the first second factor of an account.',
    auth: true,
    body: registerPasskeyBodySchema,
    response: { 201: addedPasskeySchema },
    errors: ['passkey_invalid', 'conflict'],
  });
  app.post('/api/v1/auth/passkeys/register/verify', { preHandler: auth, schema: verify }, async (request, reply) => {
    const command = { userId: request.actor.userId, ...request.body };
    return reply.code(201).send(await registerPasskey(dependencies, command, { traceparent: request.traceparent }));
  });
}
