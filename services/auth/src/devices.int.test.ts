import { type Account, type SessionList, sessionListSchema } from '@parley/contracts';
import { sessionKey } from '@parley/service-kit';
import { eventually } from '@parley/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionsPerPerson } from './sessions/end-sessions.ts';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';
import { firstPassword, listenTo, sessionOf, testPeople } from './test-person.ts';

describe('devices', () => {
  let auth: TestAuth;
  let redis: Redis;
  let people: ReturnType<typeof testPeople>;
  let account: Account;

  beforeAll(async () => {
    auth = await startTestAuth();
    redis = new Redis(auth.redis.url);
    people = testPeople(auth);
  });
  afterAll(async () => {
    redis.disconnect();
    await auth.stop();
  });
  beforeEach(async () => {
    account = await people.register();
  });

  const list = async (token: string) => (await people.call('/auth/sessions', { method: 'GET', token })).json<SessionList>().items;
  const revoke = (id: string, token: string) => people.call(`/auth/sessions/${id}`, { method: 'DELETE', token });
  const endOf = async (sessionId: string) => {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    const { rows } = await client.query(`select data->>'reason' as reason from events where stream_id = $1 and type = 'SessionEnded'`, [
      sessionId,
    ]);
    await client.end();
    return rows.map((row) => row.reason);
  };

  it('are listed, the newest first, with where they came from and when they were last seen', async () => {
    const headers = { 'user-agent': 'Old phone', 'x-forwarded-for': '203.0.113.7' };
    const phone = (await people.login(account.email, firstPassword, headers)).json();
    auth.clock.advance(60_000);
    const laptop = await people.tokens(account.email);
    auth.clock.advance(60_000);
    expect(await people.refresh(phone.refresh_token)).toBe(200);
    auth.clock.advance(60_000);
    const response = await people.call('/auth/sessions', { method: 'GET', token: laptop.access_token });
    const { items } = sessionListSchema.parse(response.json());
    expect(items).toEqual([
      expect.objectContaining({ id: sessionOf(laptop.access_token), current: true, last_seen_at: auth.clock.now().toISOString() }),
      expect.objectContaining({ id: sessionOf(phone.access_token), current: false, address: '203.0.113.7', user_agent: 'Old phone' }),
    ]);
    const [, old] = items;
    expect(Date.parse(old?.last_seen_at ?? '') - Date.parse(old?.created_at ?? '')).toBe(120_000);
    expect(Object.keys(old ?? {}).sort()).toEqual(['address', 'created_at', 'current', 'device', 'id', 'last_seen_at', 'user_agent']);
  });

  it('are gone from the list when they were logged out or are too old', async () => {
    const first = await people.tokens(account.email);
    await people.call('/auth/logout', { token: first.access_token });
    auth.clock.advance(1_000);
    await people.tokens(account.email);
    auth.clock.advance(8 * 86_400_000);
    const now = await people.tokens(account.email);
    expect((await list(now.access_token)).map(({ id }) => id)).toEqual([sessionOf(now.access_token)]);
  });

  it('are ended one by one: tokens at once, sockets told, the event recorded', async () => {
    const [mine, lost] = [await people.tokens(account.email), await people.tokens(account.email)];
    const signals = await listenTo(auth, account.id);
    const id = sessionOf(lost.access_token);
    expect((await revoke(id, mine.access_token)).statusCode).toBe(204);
    expect(await redis.exists(sessionKey(id))).toBe(0);
    expect(await people.me(lost.access_token)).toBe(401);
    expect(await people.refresh(lost.refresh_token)).toBe(401);
    expect(await people.me(mine.access_token)).toBe(200);
    expect(await eventually('the signal arrives', () => signals.received[0])).toEqual({
      kind: 'session.ended',
      session_id: id,
      reason: 'revoked',
    });
    expect(await endOf(id)).toEqual(['revoked']);
    expect((await revoke(id, mine.access_token)).statusCode).toBe(204);
    expect(await endOf(id)).toEqual(['revoked']);
    await signals.stop();
  });

  it('of somebody else do not exist', async () => {
    const stranger = await people.register();
    const [mine, theirs] = [await people.tokens(account.email), await people.tokens(stranger.email)];
    const refused = await revoke(sessionOf(theirs.access_token), mine.access_token);
    const unknown = await revoke('0199f3a0-0000-7000-8000-0000000000d1', mine.access_token);
    expect(refused.json()).toMatchObject({ status: 404, code: 'not_found' });
    expect(refused.json()).toEqual(unknown.json());
    expect(await people.me(theirs.access_token)).toBe(200);
    expect((await revoke('nonsense', mine.access_token)).json()).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await people.call(`/auth/sessions/${sessionOf(theirs.access_token)}`, { method: 'DELETE' })).statusCode).toBe(401);
    expect((await people.call('/auth/sessions', { method: 'GET' })).statusCode).toBe(401);
  });

  it('take the cookie along when they end themselves', async () => {
    const mine = await people.tokens(account.email);
    const response = await revoke(sessionOf(mine.access_token), mine.access_token);
    expect(String(response.headers['set-cookie'])).toMatch(/parley_refresh=; .*Expires=Thu, 01 Jan 1970/);
  });

  it('are all ended at once, nobody else being touched', async () => {
    const stranger = await people.tokens((await people.register()).email);
    const mine = [await people.tokens(account.email), await people.tokens(account.email), await people.tokens(account.email)];
    const signals = await listenTo(auth, account.id);
    const [first] = mine;
    const response = await people.call('/auth/logout-all', { token: first?.access_token ?? '' });
    expect(response.statusCode).toBe(204);
    expect(String(response.headers['set-cookie'])).toContain('parley_refresh=;');
    for (const { access_token, refresh_token } of mine) {
      expect(await people.me(access_token)).toBe(401);
      expect(await people.refresh(refresh_token)).toBe(401);
      expect(await endOf(sessionOf(access_token))).toEqual(['logged_out']);
    }
    const told = await eventually('all are told', () => (signals.received.length === 3 ? signals.received : undefined));
    const ids = told.map((signal) => (signal.kind === 'session.ended' ? signal.session_id : undefined));
    expect(ids.sort()).toEqual(mine.map(({ access_token }) => sessionOf(access_token)).sort());
    expect(await people.me(stranger.access_token)).toBe(200);
    expect((await people.call('/auth/logout-all')).statusCode).toBe(401);
    await signals.stop();
  });

  it('stay ended when ending them all meets refreshing, ending one, and itself', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await people.tokens(account.email), await people.tokens(account.email)];
      await Promise.all([
        people.refresh(one.refresh_token),
        people.call('/auth/logout-all', { token: one.access_token }),
        revoke(sessionOf(one.access_token), two.access_token),
        people.call('/auth/logout-all', { token: two.access_token }),
        people.refresh(two.refresh_token),
      ]);
      for (const { access_token } of [one, two]) {
        expect(await redis.exists(sessionKey(sessionOf(access_token)))).toBe(0);
        expect(await endOf(sessionOf(access_token))).toHaveLength(1);
      }
    }
  });

  it('are not without number: beyond two hundred the oldest ends', async () => {
    const first = await people.tokens(account.email);
    for (let count = 0; count < sessionsPerPerson - 1; count += 20) {
      auth.clock.advance(1_000);
      await Promise.all(Array.from({ length: Math.min(20, sessionsPerPerson - 1 - count) }, () => people.tokens(account.email)));
    }
    expect(await people.me(first.access_token)).toBe(200);
    auth.clock.advance(1_000);
    const last = await people.tokens(account.email);
    expect(await people.me(first.access_token)).toBe(401);
    expect(await list(last.access_token)).toHaveLength(sessionsPerPerson);
  });
});
