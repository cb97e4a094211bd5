import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startStack } from '@parley/testing';
import { gatherCrowd } from '../crowd.ts';
import { type LoadResult, type LoadTarget, offer, stackAsTarget, type Turn } from '../offered-load.ts';

export type TracingOptions = { people: number; rooms: number; rounds: number; seconds: number; perSecond: number; ratio: number };
export type TracingResult = { off: LoadResult[]; on: LoadResult[]; bytesTold: number };

type Side = { target: LoadTarget; turn: Turn; stop(): Promise<void> };

/** What tracing costs: the same load on two installations in turn, one that traces and one that does not. */
export async function measureTracing(options: TracingOptions): Promise<TracingResult> {
  const collector = await startCollector();
  const sides: Side[] = [];
  try {
    const off = await prepare(options, {});
    sides.push(off);
    const on = await prepare(options, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, PARLEY_TRACE_RATIO: String(options.ratio) });
    sides.push(on);
    const result: TracingResult = { off: [], on: [], bytesTold: 0 };
    // The first round of each warms it up.
    for (let round = 0; round <= options.rounds; round += 1) {
      const inTurn = round % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const);
      for (const name of inTurn) {
        const { target, turn } = name === 'off' ? off : on;
        const measured = await offer(target, turn, { perSecond: options.perSecond, seconds: options.seconds });
        if (round > 0) result[name].push(measured);
      }
    }
    return { ...result, bytesTold: collector.bytes() };
  } finally {
    for (const side of sides) await side.stop();
    collector.close();
  }
}

async function prepare({ people, rooms }: TracingOptions, env: Record<string, string>): Promise<Side> {
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn', ...env } });
  const members = Array.from({ length: rooms }, (_, room) => [0, 1, 2, 3].map((seat) => (room * 4 + seat) % people));
  const crowd = await gatherCrowd(stack, people, members);
  const turn: Turn = (nth) => {
    const room = nth % rooms;
    return { client: members[room]?.[Math.floor(nth / rooms) % 4] ?? 0, roomId: crowd.rooms[room]?.id ?? '' };
  };
  return {
    target: stackAsTarget(stack, crowd.clients),
    turn,
    async stop() {
      crowd.close();
      await stack.stop();
    },
  };
}

/** Takes spans and throws them away. */
async function startCollector(): Promise<{ url: string; bytes(): number; close(): void }> {
  let bytes = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
    });
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, bytes: () => bytes, close: () => server.close() };
}

export function printTracing({ off, on, bytesTold }: TracingResult): void {
  const cost = (results: readonly LoadResult[]) => results.map((result) => result.cpuPerAcknowledgedUs).sort((a, b) => a - b);
  const median = (values: readonly number[]) => values[Math.floor(values.length / 2)] ?? Number.NaN;
  const [without, traced] = [cost(off), cost(on)];
  const more = ((median(traced) / median(without) - 1) * 100).toFixed(1);
  console.log(`Server CPU in microseconds for a message, by round. Not traced: ${without.join(', ')}. Traced: ${traced.join(', ')}.`);
  console.log(`Medians: ${median(without)} and ${median(traced)}, ${more} % more. ${bytesTold} bytes were told to the collector.`);
}
