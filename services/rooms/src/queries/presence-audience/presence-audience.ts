import type { presenceAudienceRpc, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';

/**
 * Who is told that a person came or went: rooms of at most `max_members`. In larger ones presence would cost a message per member
 * and change all the time. Who is in more blocks than fit an answer is not announced in rooms at all: better too quiet than told to
 * somebody whom they blocked.
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
  const { friend_ids, hidden_from } = await relationsOf(db, request.user_id);
  return { room_ids: hidden_from.length > hiddenAtMost ? [] : rows.map((row) => row.id), friend_ids, hidden_from };
}

async function relationsOf(db: Kysely<RoomsDatabase>, userId: UserId): Promise<{ friend_ids: UserId[]; hidden_from: UserId[] }> {
  const { rows } = await sql<{ id: UserId; is_friend: boolean }>`
    select friend_id as id, true as is_friend from friends where user_id = ${userId}::uuid
    union all
    select id, false from (
      select blocked_id as id from blocks where blocker_id = ${userId}::uuid
      union
      select blocker_id from blocks where blocked_id = ${userId}::uuid
      limit ${hiddenAtMost + 1}
    ) as hidden`.execute(db);
  const idsOf = (isFriend: boolean) => rows.filter((row) => row.is_friend === isFriend).map((row) => row.id);
  return { friend_ids: idsOf(true), hidden_from: idsOf(false) };
}

/** Of people whom one blocked or was blocked by. */
const hiddenAtMost = 2_000;

/** No reply without bound: who is in more small rooms is not announced in those joined first. */
const roomsAtMost = 2_000;
