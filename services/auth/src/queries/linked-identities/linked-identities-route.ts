import { linkedIdentityListSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';

export function linkedIdentitiesRoute(app: App, { db, auth, oidcProviders }: AuthDependencies): void {
  const schema = operation({
    tags: ['Identity providers'],
    summary: 'Providers that open your account',
    auth: true,
    response: { 200: linkedIdentityListSchema },
  });
  app.get('/api/v1/auth/identities', { preHandler: auth, schema }, async (request) => {
    const rows = await db
      .selectFrom('linked_identities')
      .select(['provider', 'linked_at', 'last_used_at'])
      .where('user_id', '=', request.actor.userId)
      .orderBy('linked_at')
      .limit(100)
      .execute();
    return {
      items: rows.map(({ provider, linked_at, last_used_at }) => ({
        provider,
        // One that the operator has taken away opens nothing, but is still there to be unlinked.
        name: oidcProviders.get(provider)?.name ?? provider,
        linked_at: linked_at.toISOString(),
        last_used_at: last_used_at.toISOString(),
      })),
    };
  });
}
