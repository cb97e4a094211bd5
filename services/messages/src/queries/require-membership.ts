import { ProblemError } from '@parley/service-kit';
import type { MessagesDependencies } from '../dependencies.ts';
import { readableFrom } from './readable-from.ts';

type Dependencies = Pick<MessagesDependencies, 'db' | 'catchUpRooms'>;
export type Membership = {
  head: number;
  joinedSeq: number;
  /** Nothing below this `seq` is theirs to read. */
  readableFrom: number;
};

/**
 * Whether a person is in a room now. Who is not may have joined a moment ago: `rooms` is asked once before refusing.
 * @throws ProblemError room_not_found, not_a_member
 */
export async function requireMembership({ db, catchUpRooms }: Dependencies, userId: string, roomId: string): Promise<Membership> {
  const known = await findMembership(db, userId, roomId);
  if (known.membership) return known.membership;
  await catchUpRooms();
  const { membership, exists } = await findMembership(db, userId, roomId);
  if (membership) return membership;
  throw new ProblemError(exists ? 'not_a_member' : 'room_not_found');
}

async function findMembership(
  db: Dependencies['db'],
  userId: string,
  roomId: string,
): Promise<{ exists: boolean; membership?: Membership }> {
  const row = await db
    .selectFrom('rooms as r')
    .leftJoin('room_members as m', (join) =>
      join.onRef('m.room_id', '=', 'r.room_id').on('m.user_id', '=', userId).on('m.left_seq', 'is', null),
    )
    .select(['r.head', 'r.history_visibility', 'm.joined_seq'])
    .where('r.room_id', '=', roomId)
    .where('r.closed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return { exists: false };
  if (row.joined_seq === null) return { exists: true };
  const { head, joined_seq: joinedSeq, history_visibility: historyVisibility } = row;
  return { exists: true, membership: { head, joinedSeq, readableFrom: readableFrom({ historyVisibility, joinedSeq }) } };
}
