import { randomUUIDv7 } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SigningKeys } from './signing-keys.ts';
import { accessTokenSeconds } from './token-lifetime.ts';

export type AccessTokenOptions = {
  userId: string;
  sessionId: string;
  role: 'user' | 'admin';
  username: string;
  now: Date;
};

export type AccessTokens = { issue(options: AccessTokenOptions): Promise<string> };

/** RFC 9068 access tokens: `typ: at+jwt`, EdDSA, half an hour. */
export function createAccessTokens(options: { keys: SigningKeys; issuer: string; audience: string }): AccessTokens {
  return {
    async issue({ userId, sessionId, role, username, now }) {
      const { kid, privateKey } = await options.keys.current();
      const seconds = Math.floor(now.getTime() / 1_000);
      return new SignJWT({ sid: sessionId, role, username })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
        .setSubject(userId)
        .setIssuer(options.issuer)
        .setAudience(options.audience)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + accessTokenSeconds)
        .setJti(randomUUIDv7())
        .sign(privateKey);
    },
  };
}
