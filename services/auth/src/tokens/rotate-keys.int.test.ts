import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LoginResult, Tokens } from '@parley/contracts';
import { createDatabase } from '@parley/event-store';
import { type App, createLogger, createTokenVerifier, type TokenVerifier } from '@parley/service-kit';
import { Redis } from 'ioredis';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthTables } from '../auth-database.ts';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { firstPassword, testPeople } from '../test-person.ts';
import { announceMs, keepKeysFresh, keptMs, retireOldKeys, rotateSigningKey } from './rotate-keys.ts';

const run = promisify(execFile);
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

describe('signing keys', () => {
  let auth: TestAuth;
  let replicas: App[];
  let redis: Redis;
  let database: ReturnType<typeof createDatabase<AuthTables>>;
  let people: ReturnType<typeof testPeople>;
  /** Other services, each with the keys of another replica. */
  let verifiers: TokenVerifier[];

  beforeAll(async () => {
    auth = await startTestAuth({ PARLEY_KEY_ROTATION_DAYS: '0' });
    replicas = [auth.app, await auth.startReplica()];
    redis = new Redis(auth.redis.url);
    database = createDatabase<AuthTables>({ url: auth.database.url, poolSize: 4, applicationName: 'test' });
    people = testPeople(auth);
    verifiers = replicas.map((app) => {
      const address = app.server.address();
      if (!address || typeof address === 'string') throw new Error('not listening');
      return createTokenVerifier({
        jwksUrl: `http://127.0.0.1:${address.port}/.well-known/jwks.json`,
        issuer: 'parley',
        audience: 'parley',
        redis,
      });
    });
  });
  afterAll(async () => {
    redis.disconnect();
    await database.close();
    await auth.stop();
  });

  const admin = async (...args: string[]) => {
    const env = { PATH: process.env.PATH, DATABASE_OWNER_URL: auth.database.ownerUrl };
    return (await run(process.execPath, [new URL('../admin.ts', import.meta.url).pathname, ...args], { env })).stdout;
  };
  const published = async (app: App) => {
    const { keys } = (await app.inject({ method: 'GET', url: '/.well-known/jwks.json' })).json<{ keys: Array<{ kid: string }> }>();
    return keys.map(({ kid }) => kid).sort();
  };
  const login = async (app: App, email: string) =>
    (await people.call('/auth/login', { body: { email, password: firstPassword } }, app)).json<LoginResult>();
  /** Uses its token at every replica and every other service, and goes on with a new one. */
  const goOn = async (tokens: Tokens, app: App): Promise<Tokens> => {
    for (const replica of replicas) {
      const me = await people.call('/users/me', { method: 'GET', token: tokens.access_token }, replica);
      expect(me.statusCode).toBe(200);
    }
    for (const verifier of verifiers) await verifier.verifyAccessToken(tokens.access_token);
    const refreshed = await people.call('/auth/refresh', { body: { refresh_token: tokens.refresh_token } }, app);
    expect(refreshed.statusCode).toBe(200);
    return refreshed.json<Tokens>();
  };

  it('rotate by command while clients go on at two replicas, and nobody is logged out', async () => {
    const accounts = await Promise.all(Array.from({ length: 4 }, () => people.register()));
    let clients: Tokens[] = await Promise.all(accounts.map(({ email }, index) => login(replicas[index % 2] ?? auth.app, email)));
    const everybodyGoesOn = async () => {
      clients = await Promise.all(clients.map((tokens, index) => goOn(tokens, replicas[index % 2] ?? auth.app)));
      return [...new Set(clients.map(({ access_token }) => kidOf(access_token)))];
    };
    const [oldKid] = await everybodyGoesOn();
    const oldTokens = clients;

    expect(await admin('keys', 'rotate')).toMatch(/is announced/);
    auth.clock.advance(31_000);
    expect(await everybodyGoesOn()).toEqual([oldKid]);
    for (const app of replicas) expect(await published(app)).toHaveLength(2);

    auth.clock.advance(announceMs);
    // Verifiers ask for keys again after five seconds at the earliest; the announcement is far longer than that.
    await delay(5_100);
    const kids = await everybodyGoesOn();
    expect(kids).toHaveLength(1);
    expect(kids).not.toContain(oldKid);
    expect(await everybodyGoesOn()).toEqual(kids);
    for (const tokens of oldTokens) for (const verifier of verifiers) await verifier.verifyAccessToken(tokens.access_token);

    expect(await retireOldKeys(database.db, auth.clock.now())).toBe(0);
    auth.clock.advance(keptMs);
    expect(await retireOldKeys(database.db, auth.clock.now())).toBe(1);
    auth.clock.advance(31_000);
    for (const app of replicas) expect(await published(app)).toEqual(kids);
    const row = await database.db
      .selectFrom('signing_keys')
      .select('private_jwk')
      .where('kid', '=', oldKid ?? '')
      .executeTakeFirstOrThrow();
    expect(row.private_jwk).toBeNull();
    expect(await everybodyGoesOn()).toEqual(kids);
  });

  it('rotate by age, once, however many replicas look', async () => {
    const before = await published(auth.app);
    const dayMs = 86_400_000;
    auth.clock.advance(29 * dayMs);
    const look = () => rotateSigningKey(database.db, { now: auth.clock.now(), olderThanMs: 30 * dayMs });
    expect(await look()).toBeUndefined();
    auth.clock.advance(1 * dayMs);
    const stopping = new AbortController();
    const keeping = { db: database.db, clock: auth.clock.now, log: createLogger({ service: 'test', level: 'silent' }), rotationDays: 30 };
    const loops = [keepKeysFresh(keeping, stopping.signal), keepKeysFresh(keeping, stopping.signal)];
    const made = await Promise.all([look(), look(), look()]);
    stopping.abort();
    await Promise.all(loops);
    expect(made.filter(Boolean).length).toBeLessThanOrEqual(1);
    auth.clock.advance(31_000);
    expect(await published(auth.app)).toHaveLength(before.length + 1);
  });

  it('are discarded at once when one has leaked: old tokens are refused, a refresh goes on', async () => {
    const { email } = await people.register();
    const client = await login(auth.app, email);
    expect(await admin('keys', 'rotate', '--discard-old')).toMatch(/alone/);
    auth.clock.advance(31_000);
    const refused = await people.call('/users/me', { method: 'GET', token: client.access_token });
    expect(refused.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    const refreshed = (await people.call('/auth/refresh', { body: { refresh_token: client.refresh_token } })).json<Tokens>();
    for (const app of replicas)
      expect((await people.call('/users/me', { method: 'GET', token: refreshed.access_token }, app)).statusCode).toBe(200);
    expect(JSON.parse(await admin('keys', 'list', '--json'))).toContainEqual(
      expect.objectContaining({ kid: kidOf(refreshed.access_token), retired_at: null }),
    );
  });

  it('have a command that says what it takes', async () => {
    await expect(admin('keys', 'forget')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('keys rotate') });
  });
});
