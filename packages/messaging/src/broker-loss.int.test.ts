import { setTimeout as sleep } from 'node:timers/promises';
import { subjects } from '@parley/contracts';
import { eventually, testNats } from '@parley/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Nats } from './connect-nats.ts';
import { decodeEvent } from './event-headers.ts';
import {
  connectTestNats,
  createEndings,
  createSeenDatabase,
  createWatcher,
  faultsIn,
  newStream,
  readSeen,
  type SeenDatabase,
  startLoop,
  startOwner,
  type TestOwner,
} from './test-system.ts';

/** The relay of the event store, JetStream and a consumer together, while the broker is treated badly. */
describe('a broker that fails', () => {
  const endings = createEndings();
  let server: Awaited<ReturnType<typeof testNats>>;
  let nats: Nats;
  let owner: TestOwner;
  let seen: SeenDatabase;
  let stopWatching: () => Promise<void>;
  beforeEach(async () => {
    server = await testNats();
    endings.add(() => server.stop());
    nats = await connectTestNats(endings, server.url);
    owner = await startOwner(endings, nats);
    seen = await createSeenDatabase(endings);
    const watcher = createWatcher(nats, seen);
    stopWatching = startLoop(endings, watcher.run);
    await eventually('it follows', () => watcher.status().state === 'following' || undefined);
  });
  afterEach(() => endings.run());

  async function writeWhile(disturb: () => Promise<void>): Promise<Map<string, number>> {
    const streams = new Map(Array.from({ length: 4 }, () => [newStream(), 0]));
    let writing = true;
    const writers = [...streams.keys()].map(async (stream) => {
      while (writing) {
        await owner.append(stream, ['T', 'T']);
        streams.set(stream, (streams.get(stream) ?? 0) + 2);
        await sleep(2);
      }
    });
    try {
      await sleep(200);
      await disturb();
      await sleep(200);
    } finally {
      writing = false;
      await Promise.all(writers);
    }
    return streams;
  }

  const sees = (streams: Map<string, number>) =>
    eventually(
      'everything is seen once and in order',
      async () => {
        const faults = faultsIn(await readSeen(seen), streams);
        if (faults.length > 0) throw new Error(faults.join('; '));
        return true;
      },
      20_000,
    );

  it('loses and doubles nothing when it is killed and comes back', async () => {
    await sees(
      await writeWhile(async () => {
        for (let n = 0; n < 3; n += 1) {
          await server.kill('SIGKILL');
          await sleep(50);
          await server.restart();
          await sleep(150);
        }
      }),
    );
  });

  it('loses and doubles nothing when its disk is wiped under load', async () => {
    await sees(
      await writeWhile(async () => {
        await server.wipe();
        await sleep(300);
        await server.wipe();
      }),
    );
  });

  it('has everything again after being wiped while nobody wrote, without a further event', async () => {
    const stream = newStream();
    await owner.append(stream, ['A', 'B', 'C']);
    await sees(new Map([[stream, 3]]));
    await stopWatching();
    await owner.append(stream, ['D']);
    await server.kill();
    await server.wipe();
    const watcher = createWatcher(nats, seen);
    startLoop(endings, watcher.run);
    await sees(new Map([[stream, 4]]));
  });

  it('hangs and continues without consequences', async () => {
    await sees(
      await writeWhile(async () => {
        await server.pause();
        await sleep(1_500);
        await server.resume();
      }),
    );
  });

  it('publishes to subscribers in order all along, and again what it lost', async () => {
    const versions: number[] = [];
    const stream = newStream();
    nats.nc.subscribe(subjects.live('rooms', stream, 'T'), {
      callback: (_error, message) => void versions.push(decodeEvent('rooms', message.subject, message.headers, '').version),
    });
    await owner.append(stream, ['T', 'T', 'T']);
    await eventually('three', () => versions.length === 3 || undefined);
    await server.wipe();
    await eventually('three again', () => versions.length === 6 || undefined);
    await owner.append(stream, ['T']);
    await eventually('the fourth', () => versions.length === 7 || undefined);
    expect(versions).toEqual([1, 2, 3, 1, 2, 3, 4]);
  });

  it('holds up nobody who writes while it is away', async () => {
    await server.kill();
    const stream = newStream();
    const start = performance.now();
    for (let n = 0; n < 20; n += 1) await owner.append(stream, ['T']);
    expect(performance.now() - start).toBeLessThan(2_000);
    await server.restart();
    await sees(new Map([[stream, 20]]));
  });
});
