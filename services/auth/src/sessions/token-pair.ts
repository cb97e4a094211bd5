import type { Tokens } from '@parley/contracts';
import { setDeviceCookie } from '../devices/device-cookie.ts';
import { accessTokenSeconds } from '../tokens/token-lifetime.ts';
import { type CookieContext, setRefreshCookie } from './refresh-cookie.ts';

export type IssuedTokens = {
  accessToken: string;
  refreshToken: string;
  sessionExpiresAt: Date /** After a login: what the browser is known by from now on. */;
  deviceToken?: string;
};

/** The tokens as the body tells them, and the refresh token as cookie besides. */
export function answerTokens(context: CookieContext, issued: IssuedTokens, now: Date): Tokens {
  setRefreshCookie(context, issued.refreshToken, (issued.sessionExpiresAt.getTime() - now.getTime()) / 1_000);
  if (issued.deviceToken !== undefined) setDeviceCookie(context, issued.deviceToken);
  return {
    access_token: issued.accessToken,
    refresh_token: issued.refreshToken,
    token_type: 'bearer',
    expires_in: accessTokenSeconds,
  };
}
