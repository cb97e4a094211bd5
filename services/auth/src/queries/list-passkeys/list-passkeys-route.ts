import { passkeyListSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { listPasskeys } from '../../passkeys/passkey-rows.ts';

export function listPasskeysRoute(app: App, { db, auth }: AuthDependencies): void {
  const schema = operation({
    tags: ['Second factors'],
    summary: 'Your passkeys',
    description: 'The oldest first.',
    auth: true,
    response: { 200: passkeyListSchema },
  });
  app.get('/api/v1/auth/passkeys', { preHandler: auth, schema }, async (request) => ({
    items: await listPasskeys(db, request.actor.userId),
  }));
}
