import type { BlockList, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { cursorTimeSchema, decodeCursor, toPage } from '../cursor.ts';

type SortKey = [blockedMs: number, userId: string];
const sortKeySchema: z.ZodType<SortKey> = z.tuple([cursorTimeSchema, z.uuid()]);

/** Whom a person has blocked, the newest first. */
export async function listBlocks(
  db: Kysely<RoomsDatabase>,
  page: { userId: UserId; cursor?: string | undefined; limit: number },
): Promise<BlockList> {
  const after = decodeCursor(page.cursor, sortKeySchema);
  const rows = await db
    .selectFrom('blocks as block')
    .innerJoin('users as person', 'person.id', 'block.blocked_id')
    .where('block.blocker_id', '=', page.userId)
    .$if(after !== undefined, (query) => {
      const [blockedMs, userId] = after ?? [0, ''];
      return query.where(sql<boolean>`(block.created_at, block.blocked_id) < (${new Date(blockedMs)}::timestamptz, ${userId}::uuid)`);
    })
    .orderBy('block.created_at', 'desc')
    .orderBy('block.blocked_id', 'desc')
    .limit(page.limit + 1)
    .select(['person.id', 'person.username', 'person.display_name', 'person.avatar_url', 'block.created_at'])
    .execute();
  return toPage(rows, {
    limit: page.limit,
    keyOf: (row) => [row.created_at.getTime(), row.id],
    toItem: ({ created_at, ...user }) => ({ user, blocked_at: created_at.toISOString() }),
  });
}
