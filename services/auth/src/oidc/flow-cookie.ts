import type { FastifyRequest } from 'fastify';
import { type CookieContext, cookieOptions } from '../sessions/refresh-cookie.ts';
import { flowSeconds, newBrowserToken } from './oidc-flows.ts';

const name = 'parley_oidc';

export function flowTokenOf(request: FastifyRequest): string | undefined {
  const token = request.cookies[name];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}

/**
 * One per browser, also when several tabs sign in at once. `Lax`: the way back from the provider is a navigation that another site
 * begins. It proves nothing but that the same browser began.
 */
export function keepFlowToken({ request, reply, config }: CookieContext): string {
  const token = flowTokenOf(request) ?? newBrowserToken();
  reply.setCookie(name, token, { ...cookieOptions(request, config), path: '/api/v1/auth/oidc', sameSite: 'lax', maxAge: flowSeconds });
  return token;
}
