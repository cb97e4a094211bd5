import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

const refreshCookie = 'parley_refresh';

/** Never readable by scripts, never sent by other sites, and only to where it is used. */
export function cookieOptions(request: FastifyRequest, config: Config) {
  return { path: '/api/v1/auth', httpOnly: true, sameSite: 'strict' as const, secure: isSecure(request, config) };
}

/** Behind TLS browsers take a cookie of this name over TLS alone, so nobody on the way can plant one without. */
export function cookieName(name: string, request: FastifyRequest, config: Config): string {
  return isSecure(request, config) ? `__Secure-${name}` : name;
}

function isSecure(request: FastifyRequest, { PARLEY_COOKIE_SECURE: mode }: Config): boolean {
  return mode === 'always' || (mode === 'auto' && request.protocol === 'https');
}

export function refreshTokenOf(request: FastifyRequest, config: Config): string | undefined {
  return request.cookies[cookieName(refreshCookie, request, config)];
}

export type CookieContext = { request: FastifyRequest; reply: FastifyReply; config: Config };

export function setRefreshCookie({ request, reply, config }: CookieContext, token: string, maxAgeSeconds: number): void {
  const options = { ...cookieOptions(request, config), maxAge: Math.max(1, Math.floor(maxAgeSeconds)) };
  reply.setCookie(cookieName(refreshCookie, request, config), token, options);
}

export function clearRefreshCookie({ request, reply, config }: CookieContext): void {
  reply.clearCookie(cookieName(refreshCookie, request, config), cookieOptions(request, config));
}
