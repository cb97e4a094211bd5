import { setTimeout as delay } from 'node:timers/promises';
import { socketProtocol } from '@parley/contracts';
import { startStack } from '@parley/testing';
import { WebSocket } from 'ws';
import { gatherCrowd } from '../crowd.ts';
import { type LoadResult, offer, stackAsTarget } from '../offered-load.ts';

export type StalledResult = { without: LoadResult; beside: LoadResult; stalled: number; closedAsTooSlow: number };

/** One room of `people`, twice at the same load: alone, and with `stalled` more sockets in it that have stopped to read. */
export async function measureStalledReaders(options: {
  people: number;
  stalled: number;
  seconds: number;
  perSecond: number;
}): Promise<StalledResult> {
  const { people, stalled, seconds, perSecond } = options;
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  try {
    const crowd = await gatherCrowd(stack, people, [Array.from({ length: people }, (_, nth) => nth)]);
    const roomId = crowd.rooms[0]?.id ?? '';
    const turn = (nth: number) => ({ client: nth % people, roomId });
    const target = stackAsTarget(stack, crowd.clients);
    const without = await offer(target, turn, { perSecond, seconds });
    let closedAsTooSlow = 0;
    const sockets = await Promise.all(
      Array.from({ length: stalled }, async (_, nth) => {
        const token = crowd.users[nth % people]?.accessToken ?? '';
        const ws = new WebSocket(`${stack.url.replace('http', 'ws')}/ws`, [socketProtocol], {
          headers: { authorization: `Bearer ${token}` },
        });
        ws.on('error', () => undefined);
        ws.on('close', (code) => {
          if (code === 4451) closedAsTooSlow += 1;
        });
        await new Promise((resolve) => ws.once('message', resolve));
        ws.pause();
        return ws;
      }),
    );
    const beside = await offer(target, turn, { perSecond, seconds });
    for (const ws of sockets) ws.resume();
    await delay(1_000);
    for (const ws of sockets) ws.terminate();
    crowd.close();
    return { without, beside, stalled, closedAsTooSlow };
  } finally {
    await stack.stop();
  }
}
