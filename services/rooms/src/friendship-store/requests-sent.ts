import type { UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { RoomsDatabase } from '../rooms-database.ts';

const windowStart = sql<Date>`now() - interval '1 hour'`;

/** How many requests a person has waiting, and how many they made within the last hour. They are locked, so both hold. */
export async function countRequests(
  db: Kysely<RoomsDatabase>,
  userId: UserId,
): Promise<{ pendingRequests: number; recentRequests: number }> {
  const { rows } = await sql<{ pending: number; recent: number }>`
    select (select count(*)::int from friend_requests where from_id = ${userId}::uuid) as pending,
      (select count(*)::int from friend_requests_sent where user_id = ${userId}::uuid and sent_at > ${windowStart}) as recent`.execute(db);
  return { pendingRequests: rows[0]?.pending ?? 0, recentRequests: rows[0]?.recent ?? 0 };
}

/** What is older than the window goes at the same time: the table holds an hour of everyone who asks. */
export async function noteRequestSent(db: Kysely<RoomsDatabase>, userId: UserId): Promise<void> {
  await db.deleteFrom('friend_requests_sent').where('user_id', '=', userId).where('sent_at', '<=', windowStart).execute();
  await db.insertInto('friend_requests_sent').values({ user_id: userId, sent_at: sql<Date>`now()` }).execute();
}
