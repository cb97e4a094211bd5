import { userIdSchema } from '@parley/contracts';
import { eventually, testRedis } from '@parley/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLeaseStore, type LeaseStore } from './lease-store.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('presence leases', () => {
  let server: Awaited<ReturnType<typeof testRedis>>;
  let connections: Redis[];
  /** Two replicas of the service. */
  let here: LeaseStore;
  let there: LeaseStore;
  let ada = userIdSchema.parse(crypto.randomUUID());

  beforeAll(async () => {
    server = await testRedis();
    connections = [new Redis(server.url), new Redis(server.url)];
    [here, there] = replicas({ leaseMs: 60_000, offlineAfterMs: 200 });
  });
  afterAll(async () => {
    for (const connection of connections) connection.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await connections[0]?.flushall();
    ada = userIdSchema.parse(crypto.randomUUID());
  });

  function replicas(options: { leaseMs: number; offlineAfterMs: number; claimMs?: number }): [LeaseStore, LeaseStore] {
    const [first, second] = connections;
    if (!first || !second) throw new Error('not connected');
    return [createLeaseStore(first, options), createLeaseStore(second, options)];
  }
  const open = (store: LeaseStore, ...connectionIds: string[]) =>
    store.touch({ touched: connectionIds.map((connectionId) => ({ connectionId, userId: ada, username: 'ada' })), closed: [] });
  const close = (store: LeaseStore, ...connectionIds: string[]) =>
    store.touch({ touched: [], closed: connectionIds.map((connectionId) => ({ connectionId, userId: ada })) });
  const choose = (status: 'online' | 'away' | 'busy' | 'invisible') => here.choose({ userId: ada, username: 'ada', status });
  const presence = async () => {
    const [found] = await here.read([ada]);
    if (!found) throw new Error('read answers for everybody');
    return found;
  };
  const status = async () => (await presence()).status;
  /** Announces as the service would, so that nothing is left pending. */
  const confirm = async () => here.confirmAnnounced(ada, (await presence()).revision);

  it('are unknown at first: offline, never seen', async () => {
    expect(await presence()).toMatchObject({ status: 'offline', last_seen_at: null });
  });

  it('bring a person online once, whichever of two replicas hears of it first', async () => {
    const changes = await Promise.all(Array.from({ length: 40 }, (_, index) => open(index % 2 ? here : there, `c${index}`)));
    expect(changes.flat()).toEqual([ada]);
    expect(await presence()).toMatchObject({ status: 'online', username: 'ada', last_seen_at: expect.any(String) });
    expect(await open(here, 'c1')).toEqual([]);
  });

  it('tell services who is connected, whatever that person wants to be shown as', async () => {
    const nobody = userIdSchema.parse(crypto.randomUUID());
    expect(await here.connected([ada, nobody])).toEqual([]);
    await open(here, 'laptop');
    await choose('invisible');
    expect(await there.connected([ada, nobody])).toEqual([ada]);
    await close(here, 'laptop');
    expect(await here.connected([ada])).toEqual([]);
  });

  it('keep a person online until the last connection is gone, and a while longer', async () => {
    await open(here, 'laptop', 'phone');
    await confirm();
    await close(there, 'laptop');
    await pause(250);
    expect(await here.sweep(10)).toEqual([]);
    expect(await close(here, 'phone')).toEqual([]);
    expect(await here.sweep(10)).toEqual([]);
    expect(await status()).toBe('online');
    await pause(250);
    const swept = await Promise.all([here.sweep(10), there.sweep(10), here.sweep(10), there.sweep(10)]);
    expect(swept.flat()).toEqual([ada]);
    expect(await status()).toBe('offline');
  });

  it('do not flicker over a reconnect', async () => {
    await open(here, 'old');
    await confirm();
    await close(here, 'old');
    expect(await open(there, 'new')).toEqual([]);
    await pause(250);
    expect(await here.sweep(10)).toEqual([]);
    expect(await status()).toBe('online');
  });

  it('start the wait anew each time', async () => {
    await open(here, 'a');
    await confirm();
    await close(here, 'a');
    await pause(250);
    await open(here, 'b');
    await close(here, 'b');
    expect(await here.sweep(10)).toEqual([]);
    expect(await status()).toBe('online');
  });

  it('run out when nobody renews them; last seen is when they were renewed last', async () => {
    const [brief] = replicas({ leaseMs: 400, offlineAfterMs: 40 });
    await open(brief, 'a');
    await confirm();
    const { last_seen_at } = await presence();
    expect(await brief.sweep(10)).toEqual([]);
    await eventually('the lease runs out', async () => ((await brief.sweep(10)).includes(ada) ? true : undefined));
    expect(await presence()).toMatchObject({ status: 'offline', last_seen_at });
  });

  it('show what a person chose, at once', async () => {
    await open(here, 'a');
    expect(await choose('busy')).toEqual([ada]);
    expect(await choose('busy')).toEqual([]);
    expect(await status()).toBe('busy');
    expect(await choose('online')).toEqual([ada]);
  });

  it('show somebody invisible as offline, and as last seen before', async () => {
    await open(here, 'a');
    expect(await choose('invisible')).toEqual([ada]);
    const { last_seen_at } = await presence();
    await pause(5);
    expect(await open(here, 'a', 'b')).toEqual([]);
    expect(await presence()).toMatchObject({ status: 'offline', last_seen_at });
    expect(await choose('online')).toEqual([ada]);
    expect(await status()).toBe('online');
  });

  it('forget "away" with the visit, and keep "busy"', async () => {
    const leave = async () => {
      await close(here, 'a');
      await pause(250);
      await here.sweep(10);
    };
    await open(here, 'a');
    await choose('away');
    await leave();
    await open(here, 'a');
    expect(await status()).toBe('online');
    await choose('busy');
    await leave();
    expect(await status()).toBe('offline');
    await open(here, 'a');
    expect(await status()).toBe('busy');
  });

  it('come back with the next renewal after Redis was wiped', async () => {
    await open(here, 'a');
    await confirm();
    await connections[0]?.flushall();
    expect(await status()).toBe('offline');
    expect(await open(here, 'a')).toEqual([ada]);
    expect(await status()).toBe('online');
  });

  it('hand an announcement that nobody confirmed to another replica, once', async () => {
    const [dying, other] = replicas({ leaseMs: 60_000, offlineAfterMs: 200, claimMs: 300 });
    expect(await open(dying, 'a')).toEqual([ada]);
    expect(await other.sweep(10)).toEqual([]);
    await pause(350);
    expect((await Promise.all([other.sweep(10), other.sweep(10)])).flat()).toEqual([ada]);
    expect(await confirm()).toBe(true);
    await pause(350);
    expect(await other.sweep(10)).toEqual([]);
  });

  it('do not take an announcement of old news for confirmed', async () => {
    await open(here, 'a');
    const { revision } = await presence();
    await choose('busy');
    expect(await here.confirmAnnounced(ada, revision)).toBe(false);
    expect(await confirm()).toBe(true);
  });

  it('are renewed by the thousand', async () => {
    const touched = Array.from({ length: 1_000 }, (_, index) => ({
      connectionId: `c${index}`,
      userId: crypto.randomUUID(),
      username: `u${index}`,
    }));
    expect(await here.touch({ touched, closed: [] })).toHaveLength(1_000);
    expect(await here.touch({ touched, closed: touched.slice(0, 500) })).toEqual([]);
    await pause(250);
    expect(await here.sweep(300)).toHaveLength(300);
    expect(await here.sweep(300)).toHaveLength(200);
  });
});
