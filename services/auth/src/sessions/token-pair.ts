import type { Tokens } from '@parley/contracts';
import { accessTokenSeconds } from '../tokens/access-token.ts';
import { type CookieContext, setRefreshCookie } from './refresh-cookie.ts';

export type IssuedTokens = { accessToken: string; refreshToken: string; sessionExpiresAt: Date };

/** The tokens as the body tells them, and the refresh token as cookie besides. */
export function answerTokens(context: CookieContext, issued: IssuedTokens, now: Date): Tokens {
  setRefreshCookie(context, issued.refreshToken, (issued.sessionExpiresAt.getTime() - now.getTime()) / 1_000);
  return {
    access_token: issued.accessToken,
    refresh_token: issued.refreshToken,
    token_type: 'bearer',
    expires_in: accessTokenSeconds,
  };
}
