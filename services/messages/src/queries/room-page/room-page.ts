import type { RoomId, roomPageRpc } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { MessagesDatabase } from '../../messages-database.ts';
import type { UserProfiles } from '../../projections/users/user-profiles.ts';
import { type ActivityRow, namesOf, toActivity } from '../room-activity/room-activity.ts';

type Request = z.infer<typeof roomPageRpc.request>;
type Reply = z.infer<typeof roomPageRpc.reply>;
type Row = ActivityRow & { room_id: RoomId; placed_at: Date };

/** One page of a person's rooms by activity, in one statement: `migrations/0082_counts_in_one_plan.sql`. */
export async function roomPage(sources: { db: Kysely<MessagesDatabase>; profiles: UserProfiles }, request: Request): Promise<Reply> {
  const { user_id, after, limit } = request;
  // One more than the page: it tells whether there are others.
  const { rows } = await sql<Row>`
    select * from room_page(${user_id}, ${after?.placed_at ?? null}, ${after?.room_id ?? null}, ${limit + 1})`.execute(sources.db);
  const shown = rows.slice(0, limit);
  const naming = await namesOf(sources.profiles, shown);
  const rooms = shown.map((row) => ({ ...toActivity(row, naming), placed_at: row.placed_at.toISOString() }));
  return { rooms, has_more: rows.length > limit };
}
