import { jetstreamManager, StorageType } from '@nats-io/jetstream';
import { testNats } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Nats } from './connect-nats.ts';
import { eventStreamConfig } from './event-stream-config.ts';
import { reconcileStreams } from './reconcile-streams.ts';
import { connectTestNats, createEndings, silentLog } from './test-system.ts';

describe('streams as code', () => {
  const endings = createEndings();
  let nats: Nats;
  beforeAll(async () => {
    const server = await testNats();
    endings.add(() => server.stop());
    nats = await connectTestNats(endings, server.url);
  });
  afterAll(() => endings.run());

  it('makes what is missing, changes what differs, leaves the rest', async () => {
    const config = eventStreamConfig('rooms', { maxAgeMs: 60_000, maxBytes: 1024 ** 2 });
    const [made] = await reconcileStreams(nats, [config], silentLog);
    expect(made?.config).toMatchObject({ subjects: ['evt.rooms.>'], republish: { src: 'evt.rooms.>', dest: 'live.rooms.>' } });
    nats.nc.publish('evt.rooms.x.y', '1');
    await nats.flush();
    const longer = { ...config, max_age: config.max_age * 2 };
    const [changed] = await reconcileStreams(nats, [longer], silentLog);
    expect(changed?.config.max_age).toBe(longer.max_age);
    const [same] = await reconcileStreams(nats, [longer], silentLog);
    expect(same?.created).toBe(made?.created);
    expect(same?.state.messages).toBe(1);
  });

  it('may be done by replicas at the same time', async () => {
    const other = await connectTestNats(endings, nats.nc.getServer());
    const config = eventStreamConfig('auth', { maxBytes: 1024 ** 2 });
    const both = await Promise.all([nats, other].map((connection) => reconcileStreams(connection, [config], silentLog)));
    expect(new Set(both.map(([info]) => info?.created)).size).toBe(1);
  });

  it('says what a server did not take over', async () => {
    const config = eventStreamConfig('messages', { maxBytes: 1024 ** 2 });
    const jsm = await jetstreamManager(nats.nc);
    await jsm.streams.add({ ...config, storage: StorageType.Memory });
    await expect(reconcileStreams(nats, [config], silentLog)).rejects.toThrow(/storage/);
  });
});
