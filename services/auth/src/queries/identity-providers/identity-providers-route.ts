import { identityProviderListSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';

export function identityProvidersRoute(app: App, { oidcProviders }: AuthDependencies): void {
  const schema = operation({
    tags: ['Identity providers'],
    summary: 'Where else one can sign in',
    description: 'OpenID Connect providers that the operator configured, for the buttons of the log-in page.',
    response: { 200: identityProviderListSchema },
  });
  app.get('/api/v1/auth/oidc/providers', { schema }, async () => ({
    items: [...oidcProviders.values()].map(({ id, name }) => ({ id, name })),
  }));
}
