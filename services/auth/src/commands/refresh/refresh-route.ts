import { refreshBodySchema, tokensSchema } from '@parley/contracts';
import { type App, fromTrustedPage, operation, ProblemError } from '@parley/service-kit';
import { z } from 'zod';
import type { AuthDependencies } from '../../dependencies.ts';
import { clearRefreshCookie, refreshTokenOf } from '../../sessions/refresh-cookie.ts';
import { answerTokens } from '../../sessions/token-pair.ts';
import { refresh } from './refresh.ts';

const headers = z.looseObject({
  'idempotency-key': z.string().min(1).max(200).optional().meta({
    description:
      'Any text of your own that nobody can guess. A repeat under the same key is answered, however late, as long as the session lives',
  }),
});

export function refreshRoute(app: App, dependencies: AuthDependencies): void {
  const { config, clock } = dependencies;
  const schema = operation({
    tags: ['Sessions'],
    summary: 'New tokens for a refresh token',
    description:
      'The refresh token comes in the body or in the cookie, and is replaced. Using a replaced one again ends the session, but for the ten seconds after it and for a repeat of the same request (`Idempotency-Key`).',
    body: refreshBodySchema,
    response: { 200: tokensSchema },
    errors: ['refresh_token_invalid', 'origin_refused'],
  });
  app.post('/api/v1/auth/refresh', { schema: { ...schema, headers } }, async (request, reply) => {
    const context = { request, reply, config };
    const inBody = request.body?.refresh_token;
    const token = inBody ?? refreshTokenOf(request, config);
    // SameSite=Strict keeps the cookie at home already. Nor does it count when the browser says that somebody else's page asks.
    const trusted = () => fromTrustedPage(request.headers, request.host, config.PARLEY_ALLOWED_ORIGINS);
    if (inBody === undefined && token !== undefined && !trusted()) throw new ProblemError('origin_refused');
    if (token === undefined) throw new ProblemError('refresh_token_invalid', 'There is no refresh token');
    try {
      const wish = { token, idempotencyKey: request.headers['idempotency-key'] };
      return answerTokens(context, await refresh(dependencies, wish, { traceparent: request.traceparent }), clock());
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'refresh_token_invalid') clearRefreshCookie(context);
      throw error;
    }
  });
}
