import { linkIdentityBodySchema, linkIdentityResultSchema, providerParamsSchema, providerStartQuerySchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { keepFlowToken } from '../../oidc/flow-cookie.ts';
import { beginFlow } from '../../oidc/oidc-flows.ts';
import type { OidcProvider } from '../../oidc/oidc-providers.ts';
import { ProviderRefusal } from '../../oidc/provider-refusal.ts';
import { signInPage } from '../../oidc/sign-in-page.ts';

const firstPage = '/chat';

/** Both ways to a provider: to sign in, by navigating there; and, signed in already, to connect it, where the caller navigates. */
export function startProviderSignInRoutes(app: App, dependencies: AuthDependencies): void {
  const { auth, config, oidcLimit, redis, log } = dependencies;
  const providerOf = (id: string): OidcProvider => {
    const provider = dependencies.oidcProviders.get(id);
    if (!provider) throw new ProblemError('not_found');
    return provider;
  };

  const start = operation({
    tags: ['Identity providers'],
    summary: 'Go to a provider to sign in',
    description: 'For a browser to navigate to. It comes back signed in, at `return_to`; or at `/login?problem=` with the reason why not.',
    params: providerParamsSchema,
    querystring: providerStartQuerySchema,
    response: { 302: null },
    errors: ['not_found', 'too_many_requests'],
  });
  app.get('/api/v1/auth/oidc/:provider/start', { schema: start }, async (request, reply) => {
    await oidcLimit.take(request.ip);
    const provider = providerOf(request.params.provider);
    const { return_to: returnTo = firstPage, remember_me } = request.query;
    const browserToken = keepFlowToken({ request, reply, config });
    const flow = { provider: provider.id, returnTo, remember: remember_me === 'true', browserToken };
    try {
      return reply.redirect(await provider.authorizationUrl(await beginFlow(redis, flow)));
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      log.warn({ err: error, provider: provider.id }, 'an identity provider cannot be reached');
      return reply.redirect(signInPage(error.problem));
    }
  });

  const connect = operation({
    tags: ['Identity providers'],
    summary: 'Connect a provider to your account',
    description: 'Answers where to send this browser. From there it comes back to `return_to`, connected.',
    auth: true,
    params: providerParamsSchema,
    body: linkIdentityBodySchema,
    response: { 200: linkIdentityResultSchema },
    errors: ['not_found', 'too_many_requests'],
  });
  app.post('/api/v1/auth/oidc/:provider/link', { preHandler: auth, schema: connect }, async (request, reply) => {
    await oidcLimit.take(request.ip);
    const provider = providerOf(request.params.provider);
    const { userId, sessionId } = request.actor;
    const browserToken = keepFlowToken({ request, reply, config });
    const returnTo = request.body?.return_to ?? firstPage;
    const flow = { provider: provider.id, returnTo, remember: false, linkTo: { userId, sessionId }, browserToken };
    try {
      return { url: await provider.authorizationUrl(await beginFlow(redis, flow)) };
    } catch (error) {
      throw error instanceof ProviderRefusal ? new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 10 }) : error;
    }
  });
}
