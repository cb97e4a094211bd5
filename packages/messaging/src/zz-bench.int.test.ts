import { subjects } from '@parley/contracts';
import { createDatabase, createEventsReader, createRelay, eventStoreMigrations, migrate, readCommitted } from '@parley/event-store';
import { createTestDatabase, eventually, testNats } from '@parley/testing';
import pg from 'pg';
import { it } from 'vitest';
import { createEventPublisher } from './event-publisher.ts';
import {
  connectTestNats,
  createEndings,
  createSeenDatabase,
  createWatcher,
  newStream,
  silentLog,
  startLoop,
  startOwner,
} from './test-system.ts';

const say = (x: string) => process.stderr.write(`BENCH ${x}\n`);

it('throughput', { timeout: 300_000 }, async () => {
  const endings = createEndings();
  const server = await testNats();
  endings.add(() => server.stop());
  const nats = await connectTestNats(endings, server.url);
  const urls = await createTestDatabase('rooms');
  await migrate({ ownerUrl: urls.ownerUrl, migrations: eventStoreMigrations({ partitions: 8 }), log: silentLog });
  const owner = new pg.Client({ connectionString: urls.ownerUrl });
  await owner.connect();
  const n = 200_000;
  for (let b = 0; b < 20; b += 1)
    await owner.query(`insert into events (stream_id, version, event_id, type, data)
     select md5((g % 1000)::text)::uuid, ${b} * 10 + 1 + g / 1000, gen_random_uuid(), 'message.posted', jsonb_build_object('type','message.posted','room_id',gen_random_uuid(),'seq',g,'at','2026-11-20T12:00:00.000Z','data',jsonb_build_object('id',gen_random_uuid(),'client_id',gen_random_uuid(),'content','hello there, this is a message of average length, I think')) from generate_series(0, 9999) g`);
  const relay = createRelay({
    service: 'rooms',
    url: urls.url,
    publisher: createEventPublisher(nats, 'rooms'),
    log: silentLog,
    toPublished: async (events) => events.map((e) => ({ type: e.type, payload: JSON.stringify(e.data) })),
  });
  const cpu0 = process.cpuUsage();
  const t0 = performance.now();
  startLoop(endings, relay.run);
  const { db, close } = createDatabase<any>({ url: urls.url, poolSize: 2, applicationName: 'x' });
  const last = (await owner.query('select tx, position from events order by tx desc, position desc limit 1')).rows[0];
  await eventually('all', () => relay.status().position === `${last.tx}-${last.position}` || undefined, 200_000);
  const s = (performance.now() - t0) / 1000;
  const cpu = process.cpuUsage(cpu0);
  say(`relay ${(n / s).toFixed(0)} events/s, node cpu ${((cpu.user + cpu.system) / n).toFixed(1)} us/event`);
  const { readFileSync } = await import('node:fs');
  const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(' ');
  say(`nats cpu ${(((Number(stat[13]) + Number(stat[14])) * 10000) / n).toFixed(1)} us/event; wall ${s.toFixed(1)} s`);
  const c2 = process.cpuUsage();
  const t2 = performance.now();
  let after: any = '0-0';
  let k = 0;
  const client = new pg.Client({ connectionString: urls.url });
  await client.connect();
  await client.query(
    'set enable_sort = off; set enable_bitmapscan = off; set enable_seqscan = off; set plan_cache_mode = force_generic_plan',
  );
  const { readCommittedOn } = await import('../../event-store/src/read-committed.ts');
  for (;;) {
    const ev = await readCommittedOn(client, { after, limit: 500 });
    k += ev.length;
    const l = ev.at(-1);
    if (!l) break;
    after = `${l.tx}-${l.position}`;
  }
  const c3 = process.cpuUsage(c2);
  say(`read only: ${(k / ((performance.now() - t2) / 1000)).toFixed(0)}/s node cpu ${((c3.user + c3.system) / k).toFixed(1)} us/event`);
  await client.end();
  await endings.run();
  await close();
  await owner.end();
  await urls.drop();
});

it('latency', { timeout: 120_000 }, async () => {
  const endings = createEndings();
  const server = await testNats();
  endings.add(() => server.stop());
  const nats = await connectTestNats(endings, server.url);
  const owner = await startOwner(endings, nats);
  await eventually('leads', () => owner.relay.status().leading || undefined);
  const seenDb = await createSeenDatabase(endings);
  const applied = new Map<string, number>();
  const watcher = createWatcher(nats, seenDb, {
    handle: async (_t, e) => {
      applied.set(e.streamId + e.version, performance.now());
    },
  });
  startLoop(endings, watcher.run);
  await eventually('f', () => watcher.status().state === 'following' || undefined);
  const got = new Map<string, number>();
  nats.nc.subscribe(subjects.allLive('rooms'), {
    callback: (_e, m) => void got.set(m.headers?.get('Parley-Event-Id') ?? '', performance.now()),
  });
  const lat: number[] = [];
  const lat2: number[] = [];
  for (const gap of [10, 50, 0]) {
    lat.length = 0;
    lat2.length = 0;
    const sent: Array<[string, string, number]> = [];
    const streams = Array.from({ length: 10 }, newStream);
    for (let i = 0; i < 600; i += 1) {
      const [e] = await owner.append(streams[i % 10]!, ['T']);
      sent.push([e!.eventId, e!.streamId + e!.version, performance.now()]);
      if (gap) await new Promise((r) => setTimeout(r, gap * Math.random() * 2));
    }
    await eventually('all', () => sent.every(([id]) => got.has(id)) || undefined);
    await eventually('all', () => sent.every(([, id]) => applied.has(id)) || undefined);
    for (const [id, id2, t] of sent) {
      lat.push(got.get(id)! - t);
      lat2.push(applied.get(id2)! - t);
    }
    const q = (l: number[], p: number) => l.toSorted((a, b) => a - b)[Math.floor(l.length * p)]!.toFixed(2);
    say(
      `gap ${gap} ms: commit->live p50 ${q(lat, 0.5)} p95 ${q(lat, 0.95)} p99 ${q(lat, 0.99)}; commit->handled p50 ${q(lat2, 0.5)} p95 ${q(lat2, 0.95)} p99 ${q(lat2, 0.99)}`,
    );
  }
  await endings.run();
});
