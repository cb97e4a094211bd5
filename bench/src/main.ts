import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { setup } from '@parley/testing/global-setup';
import type { LoadResult } from './offered-load.ts';
import type { BareResult } from './scenarios/bare-ws.ts';
import { measureManyRooms } from './scenarios/many-rooms.ts';
import { measureRoomList } from './scenarios/many-rooms-list.ts';
import { measureOneRoom } from './scenarios/one-room.ts';
import { measureLargeRooms, printReading } from './scenarios/reading.ts';
import { measureReconnect } from './scenarios/reconnect.ts';
import { measureStalledReaders } from './scenarios/stalled-readers.ts';

/**
 * `npm run bench [-- --seconds 10]`: starts its own servers, prints a table, writes JSON to `.parley/bench/`.
 * `--only reading [--sizes 1000000,10000000]`: history, counts and search in large rooms. `--only trouble`: a gateway that dies under
 * 2,000 clients, and readers who do not read. `--only load`: the rest.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    only: { type: 'string' },
    sizes: { type: 'string', default: '1000000,10000000' },
  },
});
const seconds = Number(values.seconds);
const folder = new URL('../../.parley/bench/', import.meta.url);

const tearDown = await setup();
try {
  await mkdir(folder, { recursive: true });
  if (wanted('reading')) {
    const reading = await measureLargeRooms({ sizes: values.sizes.split(',').map(Number), rounds: 300 });
    printReading(reading);
    await writeFile(new URL('reading.json', folder), `${JSON.stringify({ at: new Date().toISOString(), ...reading }, null, 2)}\n`);
  }
  if (wanted('trouble')) await measureTrouble();
  if (wanted('load')) await measureLoad();
} finally {
  await tearDown();
}

function wanted(part: 'reading' | 'trouble' | 'load'): boolean {
  return values.only === undefined || values.only === part;
}

async function measureTrouble(): Promise<void> {
  const reconnect = await measureReconnect({ clients: 2_000 });
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

async function measureLoad(): Promise<void> {
  const manyRooms = await measureManyRooms({ people: 512, rooms: 500, seconds, inFlight: 512, perSecond: 1_000 });
  const oneRoom = await measureOneRoom({ people: 100, seconds, perSecond: 100 });
  const roomList = await measureRoomList({ rooms: [500, 5_000], others: 20_000, requests: 200 });
  const report = { at: new Date().toISOString(), node: process.version, cores: cpus().length, seconds, manyRooms, oneRoom, roomList };

  console.log(`\n${report.cores} cores, Node.js ${report.node}, ${seconds} s each; the load generator shares the machine.`);
  console.table({
    '500 rooms of 4, 10/s': row(manyRooms.idle),
    '500 rooms of 4, 1,000/s': row(manyRooms.fixed),
    '500 rooms of 4, saturated (512 in flight)': row(manyRooms.saturated),
    '  Socket.IO, 10/s': row(manyRooms.reference.idle),
    '  Socket.IO, 1,000/s': row(manyRooms.reference.fixed),
    '  Socket.IO, saturated': row(manyRooms.reference.saturated),
    'one room of 100, 100/s': row(oneRoom.fixed),
    '  ws alone, as many deliveries': bareRow(oneRoom.bareFixed),
    'one room of 100, saturated': row(oneRoom.saturated),
    '  ws alone, as many deliveries ': bareRow(oneRoom.bareSaturated),
    '  Socket.IO, one room of 100, 100/s': row(oneRoom.reference.fixed),
    '  Socket.IO, one room of 100, saturated': row(oneRoom.reference.saturated),
  });
  console.log('Where the CPU went, in µs per acknowledged message:');
  console.table({
    '500 rooms of 4, 1,000/s': manyRooms.fixed.cpuPerAcknowledgedUsOf,
    '500 rooms of 4, saturated': manyRooms.saturated.cpuPerAcknowledgedUsOf,
    'one room of 100, saturated': oneRoom.saturated.cpuPerAcknowledgedUsOf,
  });
  console.log('GET /rooms, in ms, by the number of rooms that the person is in (20,000 others on the same installation):');
  console.table(
    Object.fromEntries(
      Object.entries(roomList).flatMap(([rooms, { firstPageMs, anyPageMs }]) => [
        [`${rooms} rooms, first page`, firstPageMs],
        [`${rooms} rooms, any page`, anyPageMs],
      ]),
    ),
  );
  await writeFile(new URL('latest.json', folder), `${JSON.stringify(report, null, 2)}\n`);
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
