import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { cpuMs } from '../process-cpu.ts';

export type BareResult = { deliveredPerSecond: number; cpuPerDeliveredUs: number };

/** `ws` alone: `sockets` readers, `perSecond` messages written to each of them. */
export async function measureBareWs({
  sockets,
  perSecond,
  seconds,
}: {
  sockets: number;
  perSecond: number;
  seconds: number;
}): Promise<BareResult> {
  const server = fork(fileURLToPath(new URL('./bare-ws-server.ts', import.meta.url)));
  const [address] = (await once(server, 'message')) as [{ port: number }];
  let delivered = 0;
  const readers = await Promise.all(
    Array.from({ length: sockets }, async () => {
      const reader = new WebSocket(`ws://127.0.0.1:${address.port}`);
      await once(reader, 'open');
      reader.on('message', () => {
        delivered += 1;
      });
      return reader;
    }),
  );
  const pid = server.pid ?? 0;
  const cpuBefore = cpuMs([pid]);
  server.send({ perSecond, seconds });
  await once(server, 'message');
  await delay(300);
  const cpu = cpuMs([pid]) - cpuBefore;
  for (const reader of readers) reader.terminate();
  server.disconnect();
  await once(server, 'exit');
  return {
    deliveredPerSecond: Math.round(delivered / seconds),
    cpuPerDeliveredUs: Math.round((cpu * 10_000) / Math.max(1, delivered)) / 10,
  };
}
