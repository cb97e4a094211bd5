import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

export const refreshCookieName = 'parley_refresh';

/** Never readable by scripts, never sent by other sites, and only to where it is used. */
export function cookieOptions(request: FastifyRequest, config: Config) {
  const { PARLEY_COOKIE_SECURE: mode } = config;
  const secure = mode === 'always' || (mode === 'auto' && request.protocol === 'https');
  return { path: '/api/v1/auth', httpOnly: true, sameSite: 'strict' as const, secure };
}

export type CookieContext = { request: FastifyRequest; reply: FastifyReply; config: Config };

export function setRefreshCookie({ request, reply, config }: CookieContext, token: string, maxAgeSeconds: number): void {
  reply.setCookie(refreshCookieName, token, { ...cookieOptions(request, config), maxAge: Math.max(1, Math.floor(maxAgeSeconds)) });
}

export function clearRefreshCookie({ request, reply, config }: CookieContext): void {
  reply.clearCookie(refreshCookieName, cookieOptions(request, config));
}
