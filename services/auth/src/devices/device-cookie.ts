import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { type CookieContext, cookieName, cookieOptions } from '../sessions/refresh-cookie.ts';
import { type Client, deviceMemoryMs } from './known-devices.ts';

const deviceCookie = 'parley_device';

/** Who asks, for the throttle and for the list of devices. */
export function clientOf(request: FastifyRequest, config: Config): Client {
  const deviceToken = request.cookies[cookieName(deviceCookie, request, config)];
  return {
    address: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    deviceToken: deviceToken !== undefined && /^[\w-]{43}$/.test(deviceToken) ? deviceToken : undefined,
  };
}

/**
 * Opens nothing: it only says that somebody signed in here before. Lax, so that the browser shows it when an identity provider sends
 * somebody back.
 */
export function setDeviceCookie({ request, reply, config }: CookieContext, token: string): void {
  const options = { ...cookieOptions(request, config), sameSite: 'lax' as const, maxAge: deviceMemoryMs / 1_000 };
  reply.setCookie(cookieName(deviceCookie, request, config), token, options);
}
