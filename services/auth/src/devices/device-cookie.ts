import type { FastifyRequest } from 'fastify';
import { type CookieContext, cookieOptions } from '../sessions/refresh-cookie.ts';
import { type Client, deviceMemoryMs } from './known-devices.ts';

export const deviceCookieName = 'parley_device';

/** Who asks, for the throttle and for the list of devices. */
export function clientOf(request: FastifyRequest): Client {
  const deviceToken = request.cookies[deviceCookieName];
  return {
    address: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    deviceToken: deviceToken !== undefined && /^[\w-]{43}$/.test(deviceToken) ? deviceToken : undefined,
  };
}

/** Opens nothing: it only says that somebody signed in here before. */
export function setDeviceCookie({ request, reply, config }: CookieContext, token: string): void {
  reply.setCookie(deviceCookieName, token, { ...cookieOptions(request, config), maxAge: deviceMemoryMs / 1_000 });
}
