import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { type CookieContext, cookieName, cookieOptions } from '../sessions/refresh-cookie.ts';
import { flowSeconds, newBrowserToken } from './oidc-flows.ts';

const flowCookie = 'parley_oidc';

export function flowTokenOf(request: FastifyRequest, config: Config): string | undefined {
  const token = request.cookies[cookieName(flowCookie, request, config)];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}

/**
 * One per browser, also when several tabs sign in at once. `Lax`: the way back from the provider is a navigation that another site
 * begins. It proves nothing but that the same browser began.
 */
export function keepFlowToken({ request, reply, config }: CookieContext): string {
  const token = flowTokenOf(request, config) ?? newBrowserToken();
  const options = { ...cookieOptions(request, config), path: '/api/v1/auth/oidc', sameSite: 'lax' as const, maxAge: flowSeconds };
  reply.setCookie(cookieName(flowCookie, request, config), token, options);
  return token;
}
