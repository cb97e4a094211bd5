import type { FriendRequest, FriendRequestId, FriendRequestList, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { cursorTimeSchema, decodeCursor, toPage } from '../cursor.ts';

type SortKey = [createdMs: number, requestId: string];
const sortKeySchema: z.ZodType<SortKey> = z.tuple([cursorTimeSchema, z.uuid()]);
type Page = { userId: UserId; direction?: FriendRequest['direction'] | undefined; cursor?: string | undefined; limit: number };
type Row = {
  id: FriendRequestId;
  direction: FriendRequest['direction'];
  created_at: Date;
  user_id: UserId;
  username: string;
  display_name: string;
  avatar_url: string | null;
};

/** Requests that wait for an answer, newest first: a range of each direction's index, merged. */
export async function listFriendRequests(db: Kysely<RoomsDatabase>, page: Page): Promise<FriendRequestList> {
  const { userId, direction, limit } = page;
  const cursor = decodeCursor(page.cursor, sortKeySchema);
  const isLater = cursor ? sql`(created_at, id) < (${new Date(cursor[0])}::timestamptz, ${cursor[1]}::uuid)` : sql`true`;
  const { rows } = await sql<Row>`
    select r.id, r.direction, r.created_at, p.id as user_id, p.username, p.display_name, p.avatar_url
    from (
      (select id, 'incoming' as direction, from_id as other_id, created_at from friend_requests
        where to_id = ${userId}::uuid and ${direction !== 'outgoing'} and ${isLater}
        order by created_at desc, id desc limit ${limit + 1})
      union all
      (select id, 'outgoing', to_id, created_at from friend_requests
        where from_id = ${userId}::uuid and ${direction !== 'incoming'} and ${isLater}
        order by created_at desc, id desc limit ${limit + 1})
    ) r join users p on p.id = r.other_id
    order by r.created_at desc, r.id desc limit ${limit + 1}`.execute(db);
  return toPage(rows, { limit, keyOf: (row) => [row.created_at.getTime(), row.id], toItem: toFriendRequest });
}

function toFriendRequest({ id, direction, created_at, user_id, ...profile }: Row): FriendRequest {
  return { id, direction, user: { id: user_id, ...profile }, created_at: created_at.toISOString() };
}
