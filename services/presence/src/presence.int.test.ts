import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import {
  forgetPresenceRpc,
  type PresenceSignal,
  presenceAudienceRpc,
  readPresenceRpc,
  roomIdSchema,
  setPresenceRpc,
  statsRpc,
  subjects,
  touchPresenceRpc,
  userIdSchema,
  visibleUsersRpc,
} from '@parley/contracts';
import { connectNats, type Nats, type RpcServer, requestRpc, serveRpc } from '@parley/messaging';
import { type App, createLogger, createServiceContext, sessionKey } from '@parley/service-kit';
import { eventually, testNats, testRedis } from '@parley/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from './config.ts';
import { startPresence } from './start-presence.ts';

const newUser = () => userIdSchema.parse(crypto.randomUUID());
const log = createLogger({ service: 'test', level: 'silent' });
const roomId = roomIdSchema.parse(crypto.randomUUID());

describe('presence', () => {
  let nats: Nats;
  let redis: Redis;
  let app: App;
  let rooms: RpcServer[];
  let signToken: (userId: string) => Promise<string>;
  const signals: PresenceSignal[] = [];
  const friends = new Map<string, string>();
  const cleanUp: Array<() => Promise<unknown> | unknown> = [];

  beforeAll(async () => {
    const [natsServer, redisServer] = await Promise.all([testNats(), testRedis()]);
    cleanUp.push(natsServer.stop, redisServer.stop);
    nats = await connectNats({ url: natsServer.url, name: 'test', log });
    redis = new Redis(redisServer.url);
    cleanUp.push(nats.close, () => redis.disconnect());
    nats.nc.subscribe(subjects.presence(), { callback: (_error, message) => void signals.push(message.json<PresenceSignal>()) });
    rooms = await serveRooms();
    const keys = await serveKeys();
    cleanUp.push(keys.close);
    signToken = keys.signToken;

    const env = {
      PORT: '0',
      NATS_URL: natsServer.url,
      REDIS_URL: redisServer.url,
      PARLEY_JWKS_URL: keys.url,
      PARLEY_OFFLINE_AFTER_MS: '400',
    };
    for (let replica = 0; replica < 2; replica++) {
      const { context, shutDown } = createServiceContext(log);
      app = await startPresence(configSchema.parse(env), context, { leaseMs: 60_000, sweepMs: 20, claimMs: 300 });
      cleanUp.push(() => shutDown(5_000));
    }
  });
  afterAll(async () => {
    for (let step = cleanUp.pop(); step; step = cleanUp.pop()) await step();
  });

  /** What `rooms` answers: everybody is in one room, and in `friends`. */
  async function serveRooms(): Promise<RpcServer[]> {
    const audience = await serveRpc(nats, presenceAudienceRpc, async ({ user_id, max_members }) => {
      const friend = friends.get(user_id);
      return { room_ids: max_members === 200 ? [roomId] : [], friend_ids: friend ? [userIdSchema.parse(friend)] : [], hidden_from: [] };
    });
    const visible = await serveRpc(nats, visibleUsersRpc, async ({ viewer_id, user_ids }) => ({
      user_ids: user_ids.filter((userId) => friends.get(viewer_id) === userId),
    }));
    return [audience, visible];
  }

  /** `auth`, as far as tokens go: a key that is published, and tokens signed with it. */
  async function serveKeys() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'EdDSA' }] });
    const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(keys));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('not listening');
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    return {
      url: `http://127.0.0.1:${address.port}/`,
      close: () => new Promise((resolve) => server.close(resolve)),
      async signToken(userId: string) {
        const sid = crypto.randomUUID();
        await redis.set(sessionKey(sid), userId);
        const iat = Math.floor(Date.now() / 1_000);
        const claims = { sub: userId, sid, role: 'user', username: 'x', iss: 'parley', aud: 'parley', iat, exp: iat + 300, jti: 'j' };
        const signed = `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k' })}.${encode(claims)}`;
        return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
      },
    };
  }

  const open = (userId: string, connection_id = 'c1') =>
    requestRpc(nats, touchPresenceRpc, {
      gateway_id: 'g1',
      connections: [{ connection_id, user_id: userId, username: 'ada' }],
      closed: [],
    });
  const close = (userId: string, connection_id = 'c1') =>
    requestRpc(nats, touchPresenceRpc, { gateway_id: 'g1', connections: [], closed: [{ connection_id, user_id: userId }] });
  const told = (userId: string) => signals.filter((signal) => signal.user_id === userId).map((signal) => signal.status);
  const ask = (query: string, token: string) =>
    app.inject({ method: 'GET', url: `/api/v1/presence?user_ids=${query}`, headers: { authorization: `Bearer ${token}` } });

  it('tells gateways who comes and goes, once, with the rooms and friends to tell', async () => {
    const [ada, friend] = [newUser(), newUser()];
    friends.set(ada, friend);
    await Promise.all([open(ada, 'a'), open(ada, 'b'), open(ada, 'c')]);
    const signal = await eventually('online is told', () => signals.find(({ user_id }) => user_id === ada));
    expect(signal).toEqual({
      user_id: ada,
      username: 'ada',
      status: 'online',
      status_text: null,
      last_seen_at: expect.any(String),
      room_ids: [roomId],
      friend_ids: [friend],
      hidden_from: [],
    });
    await Promise.all([close(ada, 'a'), close(ada, 'b'), close(ada, 'c')]);
    await eventually('offline is told', () => (told(ada).includes('offline') ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(told(ada)).toEqual(['online', 'offline']);
  });

  it('says nothing of a reconnect', async () => {
    const ada = newUser();
    await open(ada, 'before');
    await eventually('online is told', () => told(ada)[0]);
    for (let round = 0; round < 5; round++) {
      await close(ada, 'before');
      await open(ada, 'before');
    }
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(told(ada)).toEqual(['online']);
  });

  it('announces what a person chooses, and "invisible" as offline', async () => {
    const ada = newUser();
    await open(ada);
    await eventually('online is told', () => told(ada)[0]);
    await requestRpc(nats, setPresenceRpc, { user_id: ada, username: 'ada', status: 'busy' });
    await eventually('busy is told', () => (told(ada).at(-1) === 'busy' ? true : undefined));
    await requestRpc(nats, setPresenceRpc, { user_id: ada, username: 'ada', status: 'invisible' });
    await eventually('offline is told', () => (told(ada).at(-1) === 'offline' ? true : undefined));
    const { items } = await requestRpc(nats, readPresenceRpc, { user_ids: [ada, newUser()] });
    expect(items.map((item) => item.status)).toEqual(['offline', 'offline']);
  });

  it('shows people oneself and friends, and leaves strangers out', async () => {
    const [ada, friend, stranger] = [newUser(), newUser(), newUser()];
    friends.set(ada, friend);
    await Promise.all([open(friend), open(stranger)]);
    const response = await ask([ada, friend, stranger, friend].join(','), await signToken(ada));
    expect(response.json()).toEqual({
      items: [
        { user_id: ada, status: 'offline', status_text: null, last_seen_at: null },
        { user_id: friend, status: 'online', status_text: null, last_seen_at: expect.any(String) },
      ],
    });
  });

  const say = (token: string, payload: object) =>
    app.inject({ method: 'POST', url: '/api/v1/users/me/status', headers: { authorization: `Bearer ${token}` }, payload });
  const read = async (userId: string) => {
    const { items } = await requestRpc(nats, readPresenceRpc, { user_ids: [userIdSchema.parse(userId)] });
    return items[0];
  };

  it('shows what a person says they are doing, tells it, and takes both back when the time is over', async () => {
    const ada = newUser();
    const token = await signToken(ada);
    await open(ada);
    await eventually('online is told', () => told(ada)[0]);
    const lunch = { status: 'busy', status_text: 'At lunch', expires_at: new Date(Date.now() + 1_200).toISOString() };
    expect((await say(token, lunch)).json()).toMatchObject({ user_id: ada, status: 'busy', status_text: 'At lunch' });
    await eventually('it is told', () => signals.find((signal) => signal.user_id === ada && signal.status_text === 'At lunch'));
    await eventually('the time is over', async () => ((await read(ada))?.status === 'online' ? true : undefined));
    expect(await read(ada)).toMatchObject({ status: 'online', status_text: null });
    await eventually('that is told', () => (told(ada).at(-1) === 'online' ? true : undefined));
  });

  it('changes a text alone, leaves it alone when none is given, and clears it with null', async () => {
    const ada = newUser();
    const token = await signToken(ada);
    await open(ada);
    await say(token, { status: 'online', status_text: 'Reading' });
    await eventually('the text is told', () => signals.find((signal) => signal.user_id === ada && signal.status_text === 'Reading'));
    expect((await say(token, { status: 'away' })).json()).toMatchObject({ status: 'away', status_text: 'Reading' });
    expect((await say(token, { status: 'invisible' })).json()).toMatchObject({ status: 'offline', status_text: null });
    expect((await say(token, { status: 'online', status_text: null })).json()).toMatchObject({ status: 'online', status_text: null });
  });

  it('refuses a status that is over, too long or unknown', async () => {
    const token = await signToken(newUser());
    for (const body of [{ status: 'sleeping' }, { status: 'busy', status_text: 'x'.repeat(101) }, {}]) {
      expect((await say(token, body)).json()).toMatchObject({ status: 400, code: 'validation_failed' });
    }
    const over = await say(token, { status: 'busy', expires_at: '2026-01-01T00:00:00.000Z' });
    expect(over.json()).toMatchObject({ status: 400, errors: [{ path: 'body.expires_at' }] });
    expect((await say('x', { status: 'busy' })).statusCode).toBe(401);
  });

  it('lists who is online of those one may see, page by page, through a crowd of strangers', async () => {
    const [ada, friend] = [newUser(), newUser()];
    friends.set(ada, friend);
    const token = await signToken(ada);
    const crowd = Array.from({ length: 450 }, newUser);
    await requestRpc(nats, touchPresenceRpc, {
      gateway_id: 'g1',
      connections: [friend, ...crowd].map((user_id) => ({ connection_id: 'c', user_id, username: 'somebody' })),
      closed: [],
    });
    const page = async (query: string) =>
      app.inject({ method: 'GET', url: `/api/v1/users/online?${query}`, headers: { authorization: `Bearer ${token}` } });
    const { items, has_more } = (await page('limit=10')).json();
    expect(items).toEqual([
      { user_id: friend, username: 'somebody', status: 'online', status_text: null, last_seen_at: expect.any(String) },
    ]);
    expect(has_more).toBe(false);
    await open(ada);
    const first = (await page('limit=1')).json();
    const second = (await page(`limit=1&cursor=${first.next_cursor}`)).json();
    expect([...first.items, ...second.items].map((item: { user_id: string }) => item.user_id)).toEqual([ada, friend].sort());
    expect((await page('cursor=nonsense')).statusCode).toBe(400);
    expect((await requestRpc(nats, statsRpc('presence'), {})).counts.people_online).toBeGreaterThanOrEqual(452);
  });

  it('forgets a person whose account was deleted: offline at once, nothing left within a minute, whatever comes late', async () => {
    const ada = newUser();
    await open(ada);
    await eventually('online is told', () => told(ada)[0]);
    await requestRpc(nats, setPresenceRpc, { user_id: ada, username: 'ada', status: 'busy', status_text: 'Leaving' });
    await requestRpc(nats, forgetPresenceRpc, { user_id: ada });
    await eventually('offline is told', () => (told(ada).at(-1) === 'offline' ? true : undefined));
    await close(ada);
    const key = `presence:{p}:user:${ada}`;
    const left = await redis.ttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60);
    expect(await redis.hmget(key, 'text', 'last_seen')).toEqual([null, null]);
    expect(await redis.exists(`presence:{p}:conn:${ada}`)).toBe(0);
  });

  it('refuses nobody and nonsense', async () => {
    const ada = newUser();
    expect((await ask(ada, 'x')).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    const token = await signToken(ada);
    expect((await ask('', token)).json()).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await ask('ada', token)).json()).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await ask(Array.from({ length: 201 }, newUser).join(','), token)).statusCode).toBe(400);
  });

  it('catches up with its announcements when rooms was away', async () => {
    const ada = newUser();
    await Promise.all(rooms.map((server) => server.stop()));
    await open(ada);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told(ada)).toEqual([]);
    expect((await ask([ada, newUser()].join(','), await signToken(ada))).json()).toMatchObject({ status: 503, code: 'unavailable' });
    rooms = await serveRooms();
    await eventually('online is told', () => told(ada)[0]);
  });

  it('describes its API', async () => {
    const document = (await app.inject({ method: 'GET', url: '/openapi.json' })).json();
    expect(document.paths['/api/v1/presence'].get).toMatchObject({ tags: ['Presence'], security: [{ bearer: [] }] });
  });
});
