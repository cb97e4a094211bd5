import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { setup } from '@parley/testing/global-setup';
import { judge, type Measured, printGoals } from './goals.ts';
import type { LoadResult } from './offered-load.ts';
import { measureBackup, printBackup } from './scenarios/backup.ts';
import type { BareResult } from './scenarios/bare-ws.ts';
import { measureIdleConnections } from './scenarios/idle-connections.ts';
import { type ManyRoomsComparison, measureManyRooms } from './scenarios/many-rooms.ts';
import { measureRoomList } from './scenarios/many-rooms-list.ts';
import { measureOneRoom, type OneRoomResult } from './scenarios/one-room.ts';
import { measurePresenceAtRest } from './scenarios/presence-at-rest.ts';
import { measureLargeRooms, printReading } from './scenarios/reading.ts';
import { measureReconnect } from './scenarios/reconnect.ts';
import { measureStalledReaders } from './scenarios/stalled-readers.ts';
import { measureTracing, printTracing } from './scenarios/tracing.ts';

/**
 * `npm run bench [-- --seconds 10]`: starts its own servers, prints a table, writes JSON to `.parley/bench/`.
 * `--only reading [--sizes 1000000,10000000]`: history, counts and search in large rooms. `--only trouble`: a gateway that dies under
 * 2,000 clients, and readers who do not read. `--only tracing [--ratio 0.01]`: what traces cost. `--only backup`: a million messages
 * out and in again. `--only connections`: memory of idle ones. `--only presence`: what 10,000 people cost who are simply there.
 * `--only load`: the rest; of it `--only rooms`, `--only room` and `--only list`. What has a goal is judged at the end, and by `goals.json`.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    only: { type: 'string' },
    sizes: { type: 'string', default: '1000000,10000000' },
    ratio: { type: 'string', default: '0.01' },
  },
});
const seconds = Number(values.seconds);
const folder = new URL('../../.parley/bench/', import.meta.url);
const latest = new URL('latest.json', folder);

type Part = 'reading' | 'trouble' | 'connections' | 'presence' | 'rooms' | 'room' | 'list';
const measured: Measured = {};

const tearDown = await setup();
try {
  await mkdir(folder, { recursive: true });
  if (wanted('reading')) {
    const reading = await measureLargeRooms({ sizes: values.sizes.split(',').map(Number), rounds: 1_000 });
    measured.reading = reading;
    printReading(reading);
    await writeFile(new URL('reading.json', folder), `${JSON.stringify({ at: new Date().toISOString(), ...reading }, null, 2)}\n`);
  }
  if (wanted('connections')) measured.connections = await measureIdleConnections({ connections: 2_000 });
  if (wanted('trouble')) await measureTrouble();
  if (wanted('presence')) await measurePresence();
  if (wanted('rooms') || wanted('room') || wanted('list')) await measureLoad();
  if (values.only === 'tracing')
    printTracing(await measureTracing({ people: 128, rooms: 128, rounds: 5, seconds, perSecond: 500, ratio: Number(values.ratio) }));
  if (values.only === 'backup') await measureOneBackup();
  const goals = judge(measured);
  printGoals(goals);
  await writeFile(new URL('goals.json', folder), `${JSON.stringify({ ...machine(), goals }, null, 2)}\n`);
} finally {
  await tearDown();
}

function wanted(part: Part): boolean {
  const ofLoad = part === 'rooms' || part === 'room' || part === 'list';
  return values.only === undefined || values.only === part || (values.only === 'load' && ofLoad);
}

/** What figures mean little without. The load average says whether other work was in the way. */
function machine() {
  return {
    at: new Date().toISOString(),
    node: process.version,
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? '',
    load: loadavg()[0],
    seconds,
  };
}

async function measureTrouble(): Promise<void> {
  const reconnect = await measureReconnect({ clients: 2_000 });
  measured.reconnect = reconnect;
  const stalled = await measureStalledReaders({ people: 50, stalled: 50, seconds, perSecond: 100 });
  console.log(
    `A gateway killed under 2,000 clients behind a balancer: ${reconnect.clients} were cut off, ${reconnect.lostMessages} of all lack a message.`,
  );
  console.table({ 'online and current again, ms': reconnect.currentAfterMs });
  console.log(
    `One room of 50 at 100/s, alone and beside ${stalled.stalled} sockets that do not read (${stalled.closedAsTooSlow} closed as too slow):`,
  );
  console.table({ alone: row(stalled.without), 'beside stalled readers': row(stalled.beside) });
  await writeFile(new URL('trouble.json', folder), `${JSON.stringify({ at: new Date().toISOString(), reconnect, stalled }, null, 2)}\n`);
}

async function measureOneBackup(): Promise<void> {
  const backup = await measureBackup(1_000_000);
  measured.backup = backup;
  printBackup(backup);
  await writeFile(new URL('backup.json', folder), `${JSON.stringify({ ...machine(), ...backup }, null, 2)}\n`);
}

async function measurePresence(): Promise<void> {
  const presence = await measurePresenceAtRest({ people: 10_000, rounds: 2 });
  console.log(`${presence.people} people connected and at rest, over ${presence.seconds} s, in percent of one core:`);
  console.table({ 'presence service': presence.presencePercent, Redis: presence.redisPercent });
  await writeFile(new URL('presence.json', folder), `${JSON.stringify({ ...machine(), ...presence }, null, 2)}\n`);
}

async function measureLoad(): Promise<void> {
  const report = { ...machine(), ...(await readLatest()) };
  console.log(`\n${report.cores} cores, Node.js ${report.node}, ${seconds} s each; the load generator shares the machine.`);
  if (wanted('rooms')) {
    const manyRooms = await measureManyRooms({ people: 512, rooms: 500, seconds, inFlight: 512, perSecond: 1_000 });
    Object.assign(measured, { manyRooms });
    printManyRooms(manyRooms);
    Object.assign(report, { manyRooms });
  }
  if (wanted('room')) {
    const oneRoom = await measureOneRoom({ people: 100, seconds, perSecond: 100 });
    Object.assign(measured, { oneRoom });
    printOneRoom(oneRoom);
    Object.assign(report, { oneRoom });
  }
  if (wanted('list')) {
    const roomList = await measureRoomList({ rooms: [500, 5_000], others: 20_000, requests: 2_000 });
    printRoomList(roomList);
    Object.assign(report, { roomList });
  }
  await writeFile(latest, `${JSON.stringify({ ...report, ...machine() }, null, 2)}\n`);
}

/** A run of one part leaves what earlier runs said of the others. */
async function readLatest(): Promise<object> {
  const known: unknown = JSON.parse(await readFile(latest, 'utf8').catch(() => '{}'));
  return typeof known === 'object' && known !== null ? known : {};
}

function printManyRooms({ idle, fixed, saturated, reference }: ManyRoomsComparison): void {
  console.table({
    '500 rooms of 4, 10/s': row(idle),
    '500 rooms of 4, 1,000/s': row(fixed),
    '500 rooms of 4, saturated (512 in flight)': row(saturated),
    '  Socket.IO, 10/s': row(reference.idle),
    '  Socket.IO, 1,000/s': row(reference.fixed),
    '  Socket.IO, saturated': row(reference.saturated),
  });
  console.log('Where the CPU went, in µs per acknowledged message:');
  console.table({
    '500 rooms of 4, 1,000/s': fixed.cpuPerAcknowledgedUsOf,
    '500 rooms of 4, saturated': saturated.cpuPerAcknowledgedUsOf,
  });
}

function printOneRoom({ fixed, busy, saturated, bareFixed, bareSaturated, reference }: OneRoomResult): void {
  console.table({
    'one room of 100, 100/s': row(fixed),
    '  ws alone, as many deliveries': bareRow(bareFixed),
    'one room of 100, 300/s': row(busy),
    'one room of 100, saturated': row(saturated),
    '  ws alone, as many deliveries ': bareRow(bareSaturated),
    '  Socket.IO, one room of 100, 100/s': row(reference.fixed),
    '  Socket.IO, one room of 100, 300/s': row(reference.busy),
    '  Socket.IO, one room of 100, saturated': row(reference.saturated),
  });
  console.log('Where the CPU went, in µs per acknowledged message:');
  console.table({ 'one room of 100, saturated': saturated.cpuPerAcknowledgedUsOf });
}

function printRoomList(roomList: Awaited<ReturnType<typeof measureRoomList>>): void {
  console.log('GET /rooms, in ms, by the number of rooms that the person is in (20,000 others on the same installation):');
  console.table(
    Object.fromEntries(
      Object.entries(roomList).flatMap(([rooms, { firstPageMs, anyPageMs }]) => [
        [`${rooms} rooms, first page`, firstPageMs],
        [`${rooms} rooms, any page`, anyPageMs],
      ]),
    ),
  );
}

function row(result: LoadResult) {
  return {
    'ack/s': result.acknowledgedPerSecond,
    'deliver/s': result.deliveredPerSecond,
    'CPU µs/ack': result.cpuPerAcknowledgedUs,
    'CPU µs/delivery': result.cpuPerDeliveredUs,
    'ack ms p50': result.acknowledgeMs.p50,
    'ack ms p99': result.acknowledgeMs.p99,
    'receive ms p50': result.receiveMs.p50,
    'receive ms p99': result.receiveMs.p99,
    refused: result.refused,
  };
}

function bareRow(result: BareResult) {
  return { 'deliver/s': result.deliveredPerSecond, 'CPU µs/delivery': result.cpuPerDeliveredUs };
}
