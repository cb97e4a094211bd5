import { startStack } from '@parley/testing';
import { gatherCrowd } from '../crowd.ts';
import { type LoadResult, type LoadTarget, offer, saturate, stackAsTarget, type Turn } from '../offered-load.ts';
import { startReference } from '../reference/start-reference.ts';

export type ManyRoomsOptions = { people: number; rooms: number; seconds: number; inFlight: number; perSecond: number };
export type ManyRoomsResult = { idle: LoadResult; fixed: LoadResult; saturated: LoadResult };
/** The same load on both, one after the other. */
export type ManyRoomsComparison = ManyRoomsResult & { reference: ManyRoomsResult };

/** Rooms of four with people in several of them: what writing costs. */
export async function measureManyRooms(options: ManyRoomsOptions): Promise<ManyRoomsComparison> {
  const { people, rooms } = options;
  const members = Array.from({ length: rooms }, (_, room) => [0, 1, 2, 3].map((seat) => (room * 4 + seat) % people));
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  try {
    const crowd = await gatherCrowd(stack, people, members);
    const own = await run(
      stackAsTarget(stack, crowd.clients),
      options,
      turns(options, members, (room) => crowd.rooms[room]?.id ?? ''),
    );
    crowd.close();
    return { ...own, reference: await measureReference(options, members) };
  } finally {
    await stack.stop();
  }
}

async function measureReference(options: ManyRoomsOptions, members: readonly (readonly number[])[]): Promise<ManyRoomsResult> {
  const reference = await startReference(options.people, members);
  try {
    return await run(
      reference,
      options,
      turns(options, members, (room) => `room ${room}`),
    );
  } finally {
    await reference.stop();
  }
}

async function run(target: LoadTarget, { perSecond, seconds, inFlight }: ManyRoomsOptions, turn: Turn): Promise<ManyRoomsResult> {
  const idle = await offer(target, turn, { perSecond: 10, seconds });
  const fixed = await offer(target, turn, { perSecond, seconds });
  const saturated = await saturate(target, turn, { inFlight, seconds });
  return { idle, fixed, saturated };
}

/** Everybody in turn, in one of their rooms after the other. */
function turns({ people }: ManyRoomsOptions, members: readonly (readonly number[])[], idOf: (room: number) => string): Turn {
  const turn: Turn = (nth) => {
    const client = nth % people;
    const mine = [...members.keys()].filter((room) => members[room]?.includes(client));
    return { client, roomId: idOf(mine[Math.floor(nth / people) % mine.length] ?? 0) };
  };
  return memoize(turn, people * 4);
}

/** Choosing whose turn it is must cost the load generator nothing. */
function memoize(turn: Turn, cycle: number): Turn {
  const known = Array.from({ length: cycle }, (_, nth) => turn(nth));
  return (nth) => known[nth % cycle] ?? turn(nth);
}
