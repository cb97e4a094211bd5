import { startStack } from '@parley/testing';
import { gatherCrowd } from '../crowd.ts';
import { type LoadResult, type LoadTarget, offer, saturate, stackAsTarget } from '../offered-load.ts';
import { startReference } from '../reference/start-reference.ts';
import { type BareResult, measureBareWs } from './bare-ws.ts';

/** `busy`: as many messages a second as make 30,000 deliveries. */
type Loads = { fixed: LoadResult; busy: LoadResult; saturated: LoadResult };
const busyDeliveriesPerSecond = 30_000;
export type OneRoomResult = Loads & { bareFixed: BareResult; bareSaturated: BareResult; reference: Loads };
export type OneRoomOptions = { people: number; seconds: number; perSecond: number };

/** One room of `people`: what delivering costs, beside the reference, and beside `ws` alone writing as many messages. */
export async function measureOneRoom(options: OneRoomOptions): Promise<OneRoomResult> {
  const { people, seconds, perSecond } = options;
  const everybody = Array.from({ length: people }, (_, nth) => nth);
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  try {
    const crowd = await gatherCrowd(stack, people, [everybody]);
    const own = await run(stackAsTarget(stack, crowd.clients), options, crowd.rooms[0]?.id ?? '');
    crowd.close();
    const bareFixed = await measureBareWs({ sockets: people, perSecond, seconds });
    const bareSaturated = await measureBareWs({ sockets: people, perSecond: own.saturated.acknowledgedPerSecond, seconds });
    return { ...own, bareFixed, bareSaturated, reference: await measureReference(options, everybody) };
  } finally {
    await stack.stop();
  }
}

async function measureReference(options: OneRoomOptions, everybody: readonly number[]): Promise<Loads> {
  const reference = await startReference(options.people, [everybody]);
  try {
    return await run(reference, options, 'room 0');
  } finally {
    await reference.stop();
  }
}

async function run(target: LoadTarget, { people, perSecond, seconds }: OneRoomOptions, roomId: string): Promise<Loads> {
  const turn = (nth: number) => ({ client: nth % people, roomId });
  const fixed = await offer(target, turn, { perSecond, seconds });
  const busy = await offer(target, turn, { perSecond: busyDeliveriesPerSecond / people, seconds });
  return { fixed, busy, saturated: await saturate(target, turn, { inFlight: people, seconds }) };
}
