import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenVerifier, sessionKey, type TokenVerifier } from './token-verifier.ts';

const userId = '0199f3a0-0000-7000-8000-0000000000a1';
const sessionId = '0199f3a0-0000-7000-8000-0000000000d1';

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' } };
}
type Key = Awaited<ReturnType<typeof newKey>>;
type Overrides = { typ?: string; issuer?: string; audience?: string; expiresIn?: string; claims?: Record<string, unknown> };

function sign(
  key: Key,
  { typ = 'at+jwt', issuer = 'iss', audience = 'aud', expiresIn = '30m', claims = {} }: Overrides = {},
): Promise<string> {
  return new SignJWT({ sid: sessionId, role: 'user', username: 'ada', ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ })
    .setSubject(userId)
    .setJti('j')
    .setIssuedAt()
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(expiresIn)
    .sign(key.privateKey);
}

function portOf(server: Server): number {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

describe('createTokenVerifier', () => {
  let key: Key;
  let published: JWK[];
  let fetches = 0;
  let sessions: Set<string>;
  let verifier: TokenVerifier;
  const accepted = {
    issuer: 'iss',
    audience: 'aud',
    redis: { exists: async (name: string) => (sessions.has(name) ? 1 : 0), zadd: async () => 1 },
  };
  const server = createServer((_request, response) => {
    fetches += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });

  beforeEach(async () => {
    key = await newKey('k1');
    published = [key.jwk];
    sessions = new Set([sessionKey(sessionId)]);
    fetches = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    verifier = createTokenVerifier({ jwksUrl: `http://127.0.0.1:${portOf(server)}/jwks`, ...accepted });
  });
  afterEach(async () => {
    vi.useRealTimers();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('tells who asks, and fetches the keys once', async () => {
    const actor = await verifier.verifyAccessToken(await sign(key));
    expect(actor).toMatchObject({ userId, sessionId, role: 'user', username: 'ada' });
    await verifier.verifyAccessToken(await sign(key));
    expect(fetches).toBe(1);
  });

  it('asks whether the session lives and whether time is up also of a token that it has just checked', async () => {
    const token = await sign(key, { expiresIn: '10s' });
    await verifier.verifyAccessToken(token);
    sessions.clear();
    await expect(verifier.verifyAccessToken(token)).rejects.toMatchObject({ code: 'token_expired' });
    sessions.add(sessionKey(sessionId));
    await expect(verifier.verifyAccessToken(token)).resolves.toMatchObject({ userId });
    // Beyond the seconds that clocks may differ by. The monotonic clock stands, so that nothing else forgets the token.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16_000 });
    await expect(verifier.verifyAccessToken(token)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('no longer takes a token for checked within a minute after its key was discarded', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    // What was stored at a monotonic time of 0 never grows old.
    vi.advanceTimersByTime(1);
    verifier = createTokenVerifier({ jwksUrl: `http://127.0.0.1:${portOf(server)}/jwks`, ...accepted });
    const token = await sign(key);
    await verifier.verifyAccessToken(token);
    published = [(await newKey('k2')).jwk];
    // The keys are still the ones from the beginning, and the token is checked once more.
    vi.advanceTimersByTime(44_000);
    await verifier.verifyAccessToken(token);
    vi.advanceTimersByTime(16_000);
    await expect(verifier.verifyAccessToken(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it.each<[string, Overrides]>([
    ['another type', { typ: 'JWT' }],
    ['another issuer', { issuer: 'other' }],
    ['another audience', { audience: 'other' }],
    ['a role that does not exist', { claims: { role: 'root' } }],
    ['no session', { claims: { sid: undefined } }],
  ])('refuses a token with %s', async (_name, overrides) => {
    await expect(verifier.verifyAccessToken(await sign(key, overrides))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('refuses another key, no signature and nonsense', async () => {
    const stranger = { ...(await newKey('k1')) };
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.e30.`;
    for (const token of [await sign(stranger), unsigned, 'a.b.c', '']) {
      await expect(verifier.verifyAccessToken(token)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('refuses a symmetric token made with the public key', async () => {
    const forged = await new SignJWT({ sid: sessionId, role: 'admin', username: 'eve' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: 'at+jwt' })
      .setSubject(userId)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(JSON.stringify(key.jwk)));
    await expect(verifier.verifyAccessToken(forged)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('tells an expired token and an ended session apart from a bad one', async () => {
    await expect(verifier.verifyAccessToken(await sign(key, { expiresIn: '-1m' }))).rejects.toMatchObject({ code: 'token_expired' });
    sessions.clear();
    await expect(verifier.verifyAccessToken(await sign(key))).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('allows a few seconds between clocks', async () => {
    await expect(verifier.verifyAccessToken(await sign(key, { expiresIn: '-2s' }))).resolves.toMatchObject({ userId });
  });

  it('learns a new key when it meets it, not more often than the cooldown allows', async () => {
    await verifier.verifyAccessToken(await sign(key));
    const next = await newKey('k2');
    published = [key.jwk, next.jwk];
    await expect(verifier.verifyAccessToken(await sign(next))).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(fetches).toBe(1);
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.now() + 6_000 });
    await expect(verifier.verifyAccessToken(await sign(next))).resolves.toMatchObject({ userId });
    expect(fetches).toBe(2);
  });

  it('goes on with the keys it has while they cannot be fetched', async () => {
    await verifier.verifyAccessToken(await sign(key));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 700_000 });
    await expect(verifier.verifyAccessToken(await sign(key))).resolves.toMatchObject({ userId });
    vi.useRealTimers();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it('is unavailable, not refusing, when there are no keys or no sessions to ask', async () => {
    const options = { issuer: 'iss', audience: 'aud' };
    const nowhere = createTokenVerifier({
      ...options,
      jwksUrl: 'http://127.0.0.1:1/jwks',
      redis: { exists: async () => 1, zadd: async () => 1 },
    });
    await expect(nowhere.verifyAccessToken(await sign(key))).rejects.toMatchObject({ code: 'unavailable' });
    const port = portOf(server);
    const dead = { exists: async () => Promise.reject(new Error('Connection is closed.')), zadd: async () => 1 };
    const sessionless = createTokenVerifier({ ...options, jwksUrl: `http://127.0.0.1:${port}/jwks`, redis: dead });
    await expect(sessionless.verifyAccessToken(await sign(key))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
