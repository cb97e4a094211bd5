import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import {
  type PresenceSignal,
  presenceAudienceRpc,
  readPresenceRpc,
  roomIdSchema,
  setPresenceRpc,
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
        { user_id: ada, status: 'offline', last_seen_at: null },
        { user_id: friend, status: 'online', last_seen_at: expect.any(String) },
      ],
    });
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
