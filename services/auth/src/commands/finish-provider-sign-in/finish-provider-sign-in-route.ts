import { type ProviderProblem, providerCallbackQuerySchema, providerParamsSchema, providerProblems } from '@parley/contracts';
import { type App, operation, ProblemError, sessionKey } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { clientOf } from '../../devices/device-cookie.ts';
import { flowTokenOf } from '../../oidc/flow-cookie.ts';
import { takeFlow } from '../../oidc/oidc-flows.ts';
import { ProviderRefusal } from '../../oidc/provider-refusal.ts';
import { secondStepPage, signedInPage, signInPage } from '../../oidc/sign-in-page.ts';
import { accountOfIdentity, isStillLinked, linkToAccount } from '../../oidc/sign-in-with-provider.ts';
import { admit } from '../../sessions/admit.ts';
import { answerTokens } from '../../sessions/token-pair.ts';

export function finishProviderSignInRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Identity providers'],
    summary: 'The way back from a provider',
    description: 'Where a provider sends the browser, with a code. Sets the refresh cookie and leads to the page that was asked for.',
    params: providerParamsSchema,
    querystring: providerCallbackQuerySchema,
    response: { 302: null },
    errors: ['not_found'],
  });
  app.get('/api/v1/auth/oidc/:provider/callback', { schema }, async (request, reply) => {
    try {
      return reply.redirect(await finish(dependencies, { request, reply, provider: request.params.provider, state: request.query.state }));
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      request.log.info({ err: error, provider: request.params.provider, problem }, 'somebody came back from a provider and was not let in');
      return reply.redirect(signInPage(problem));
    }
  });
}

type Return = { request: FastifyRequest; reply: FastifyReply; provider: string; state: string | undefined };

/** Returns the page to go on with. @throws ProviderRefusal, ProblemError */
async function finish(dependencies: AuthDependencies, { request, reply, provider: id, state }: Return): Promise<string> {
  const { config, clock, redis, oidcProviders } = dependencies;
  // 1. The same browser, the same provider, the first time.
  const provider = oidcProviders.get(id);
  const flow = await takeFlow(redis, { state, browserToken: flowTokenOf(request, config), provider: id });
  if (!provider || !flow) throw new ProviderRefusal('expired');
  // 2. Whom the provider takes them for.
  const identity = await provider.identify(new URL(request.url, config.PARLEY_PUBLIC_URL).searchParams, flow);
  // 3. Whose account that is.
  const metadata = { traceparent: request.traceparent };
  if (flow.linkTo) {
    if ((await redis.exists(sessionKey(flow.linkTo.sessionId))) === 0) throw new ProviderRefusal('expired');
    await linkToAccount(dependencies, { userId: flow.linkTo.userId, identity, metadata });
    return flow.returnTo;
  }
  const client = clientOf(request, config);
  const userId = await accountOfIdentity(dependencies, identity, { address: client.address, metadata });
  // 4. From here on as with a password: what the account asks for besides, it asks for here too.
  const stillProven = (trx: AuthDatabase) => isStillLinked(trx, { userId, identity });
  try {
    const session = await admit(dependencies, { userId, remember: flow.remember, client, factors: 'one', stillProven }, metadata);
    answerTokens({ request, reply, config }, session, clock());
    return signedInPage(flow.returnTo);
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'mfa_required') return secondStepPage(error.extras ?? {}, flow.returnTo);
    throw error;
  }
}

function problemOf(error: unknown): ProviderProblem | undefined {
  if (error instanceof ProviderRefusal) return error.problem;
  if (error instanceof ProblemError) return providerProblems.find((problem) => problem === error.code);
  return undefined;
}
