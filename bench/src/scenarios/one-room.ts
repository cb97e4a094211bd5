import { startStack } from '@parley/testing';
import { gatherCrowd } from '../crowd.ts';
import { type LoadResult, offer, saturate } from '../offered-load.ts';
import { type BareResult, measureBareWs } from './bare-ws.ts';

export type OneRoomResult = { fixed: LoadResult; bareFixed: BareResult; saturated: LoadResult; bareSaturated: BareResult };

/** One room of `people`: what delivering costs, beside `ws` alone writing as many messages. */
export async function measureOneRoom({
  people,
  seconds,
  perSecond,
}: {
  people: number;
  seconds: number;
  perSecond: number;
}): Promise<OneRoomResult> {
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  try {
    const crowd = await gatherCrowd(stack, people, [Array.from({ length: people }, (_, nth) => nth)]);
    const roomId = crowd.rooms[0]?.id ?? '';
    const turn = (nth: number) => ({ client: nth % people, roomId });
    const fixed = await offer(stack, crowd, turn, { perSecond, seconds });
    const bareFixed = await measureBareWs({ sockets: people, perSecond, seconds });
    const saturated = await saturate(stack, crowd, turn, { inFlight: people, seconds });
    const bareSaturated = await measureBareWs({ sockets: people, perSecond: saturated.acknowledgedPerSecond, seconds });
    crowd.close();
    return { fixed, bareFixed, saturated, bareSaturated };
  } finally {
    await stack.stop();
  }
}
