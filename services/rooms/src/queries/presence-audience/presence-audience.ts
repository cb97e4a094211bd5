import type { presenceAudienceRpc } from '@parley/contracts';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';

/**
 * Who is told that a person came or went: rooms of at most `max_members`. In larger ones presence would cost a message per member
 * and change all the time. There are no friendships yet, so nobody is told as a friend.
 */
export async function presenceAudience(
  db: Kysely<RoomsDatabase>,
  request: z.infer<typeof presenceAudienceRpc.request>,
): Promise<z.infer<typeof presenceAudienceRpc.reply>> {
  const rows = await db
    .selectFrom('memberships as mine')
    .innerJoin('rooms as room', 'room.id', 'mine.room_id')
    .where('mine.user_id', '=', request.user_id)
    .where('room.member_count', '<=', request.max_members)
    .orderBy('mine.joined_at', 'desc')
    .limit(roomsAtMost)
    .select('room.id')
    .execute();
  return { room_ids: rows.map((row) => row.id), friend_ids: [] };
}

/** No reply without bound: who is in more small rooms is not announced in those joined first. */
const roomsAtMost = 2_000;
