import { type SessionId, sessionIdSchema, type UserId, userIdSchema } from '@parley/contracts';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ProblemError } from './problem-error.ts';
import { createSightings, sightingsKey } from './session-sightings.ts';

/** Who asks, as a verified access token says. `expiresAt` in seconds since 1970. */
export type Actor = { userId: UserId; sessionId: SessionId; role: 'user' | 'admin'; username: string; expiresAt: number };

export type TokenVerifier = {
  /** @throws ProblemError `unauthenticated` (not ours, or malformed), `token_expired` (refresh), `unavailable` (try again) */
  verifyAccessToken(token: string): Promise<Actor>;
  /** Whether a session that was verified before still lives. @throws ProblemError `token_expired`, `unavailable` */
  confirmSession(sessionId: string): Promise<void>;
};

/** What is asked of Redis: whether a session lives, and, about once a minute, to note that it was seen. */
export type SessionStore = {
  exists(key: string): Promise<number>;
  zadd(key: string, score: number, member: string): Promise<unknown>;
};

export type TokenVerifierOptions = {
  issuer: string;
  audience: string;
  redis: SessionStore;
} & ({ jwksUrl: string } | { /** Only for `auth`, which has the keys itself. */ keySet: JWTVerifyGetKey });

/** A live session has this key in Redis; ending the session deletes it. */
export function sessionKey(sessionId: string): string {
  return `session:${sessionId}`;
}

const claimsSchema = z.object({
  sub: userIdSchema,
  sid: sessionIdSchema,
  role: z.enum(['user', 'admin']),
  username: z.string(),
  exp: z.number(),
});

/**
 * Checking a signature takes a quarter of a millisecond of CPU, and clients come with the same token again and again. What was checked a
 * moment ago counts; whether the session lives is asked each time. This and the age of keys (`remoteKeySet`) make up the minute after
 * which a discarded key opens nothing any more.
 */
const verifiedForMs = 15_000;
const verifiedAtMost = 10_000;
const keysMaxAgeMs = 45_000;

/**
 * Checks access tokens: EdDSA by a published key, `typ: at+jwt`, issuer, audience, time, and that the session lives.
 * A token whose session is gone counts as expired: the client's next refresh tells whether it may go on.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const keySet = 'keySet' in options ? options.keySet : remoteKeySet(new URL(options.jwksUrl));
  const { redis } = options;
  const isToBeNoted = createSightings();
  const confirmSession = async (sessionId: string) => {
    const lives = sessionLives(redis, sessionId);
    // In the same turn, and so in the same round trip. Losing a note costs a minute of "last seen".
    if (isToBeNoted(sessionId)) void redis.zadd(sightingsKey, Date.now(), sessionId).catch(() => undefined);
    if (!(await lives)) throw new ProblemError('token_expired', 'The session has ended');
  };
  const verified = new LRUCache<string, Actor>({ max: verifiedAtMost, ttl: verifiedForMs, perf: performance, ttlResolution: 0 });
  const actorOf = async (token: string): Promise<Actor> => {
    const known = verified.get(token);
    if (known && Date.now() < known.expiresAt * 1_000) return known;
    const actor = await verifySignature(token, keySet, options);
    verified.set(token, actor);
    return actor;
  };
  return {
    confirmSession,
    async verifyAccessToken(token) {
      const actor = await actorOf(token);
      await confirmSession(actor.sessionId);
      return actor;
    },
  };
}

async function verifySignature(token: string, keySet: JWTVerifyGetKey, options: TokenVerifierOptions): Promise<Actor> {
  try {
    const { payload } = await jwtVerify(token, keySet, {
      algorithms: ['EdDSA', 'Ed25519'],
      typ: 'at+jwt',
      issuer: options.issuer,
      audience: options.audience,
      requiredClaims: ['sub', 'sid', 'exp', 'iat', 'jti'],
      clockTolerance: 5,
    });
    const claims = claimsSchema.parse(payload);
    return { userId: claims.sub, sessionId: claims.sid, role: claims.role, username: claims.username, expiresAt: claims.exp };
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): ProblemError {
  if (error instanceof errors.JWTExpired) return new ProblemError('token_expired', 'The access token has expired');
  if (error instanceof KeysUnavailable) return new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 1 });
  return new ProblemError('unauthenticated', 'The access token is not valid', { cause: error });
}

async function sessionLives(redis: SessionStore, sessionId: string): Promise<boolean> {
  try {
    return (await redis.exists(sessionKey(sessionId))) === 1;
  } catch (error) {
    throw new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 1 });
  }
}

class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const retryAfterFailureMs = 5_000;

/**
 * Keys by URL. An unknown `kid` fetches them again, at most every few seconds. While the URL cannot be reached, the keys
 * that were fetched last go on serving: a restart of `auth` signs nobody out.
 */
function remoteKeySet(url: URL): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(url, { cooldownDuration: 5_000, timeoutDuration: 2_000, cacheMaxAge: keysMaxAgeMs });
  let failedAt = Number.NEGATIVE_INFINITY;

  return async (header, token) => {
    const kept = remote.jwks();
    if (kept && performance.now() - failedAt < retryAfterFailureMs) return createLocalJWKSet(kept)(header, token);
    try {
      return await remote(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      failedAt = performance.now();
      const fallback = remote.jwks();
      if (!fallback) throw new KeysUnavailable('the signing keys cannot be fetched', { cause: error });
      return createLocalJWKSet(fallback)(header, token);
    }
  };
}
