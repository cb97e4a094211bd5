import { startStack } from '@parley/testing';
import { gatherCrowd } from '../crowd.ts';
import { type LoadResult, offer, saturate, type Turn } from '../offered-load.ts';

export type ManyRoomsOptions = { people: number; rooms: number; seconds: number; inFlight: number; perSecond: number };
export type ManyRoomsResult = { idle: LoadResult; fixed: LoadResult; saturated: LoadResult };

/** Rooms of four with people in several of them: what writing costs. */
export async function measureManyRooms(options: ManyRoomsOptions): Promise<ManyRoomsResult> {
  const { people, rooms, seconds, inFlight, perSecond } = options;
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  try {
    const members = Array.from({ length: rooms }, (_, room) => [0, 1, 2, 3].map((seat) => (room * 4 + seat) % people));
    const crowd = await gatherCrowd(stack, people, members);
    const turn: Turn = (nth) => {
      const client = nth % people;
      const mine = crowd.rooms.filter((_room, index) => members[index]?.includes(client));
      return { client, roomId: mine[Math.floor(nth / people) % mine.length]?.id ?? '' };
    };
    const turns = memoize(turn, people * 4);
    const idle = await offer(stack, crowd, turns, { perSecond: 10, seconds });
    const fixed = await offer(stack, crowd, turns, { perSecond, seconds });
    const saturated = await saturate(stack, crowd, turns, { inFlight, seconds });
    crowd.close();
    return { idle, fixed, saturated };
  } finally {
    await stack.stop();
  }
}

/** Choosing whose turn it is must cost the load generator nothing. */
function memoize(turn: Turn, cycle: number): Turn {
  const known = Array.from({ length: cycle }, (_, nth) => turn(nth));
  return (nth) => known[nth % cycle] ?? turn(nth);
}
