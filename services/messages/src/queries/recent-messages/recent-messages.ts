import type { MessageList } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessageRow, MessagesDatabase } from '../../messages-database.ts';
import type { UserProfiles } from '../../projections/users/user-profiles.ts';
import { decodePlace, encodePlace } from '../place-cursor.ts';
import { toMessages } from '../show-messages.ts';

type Sources = { db: Kysely<MessagesDatabase>; profiles: UserProfiles };
export type RecentPage = { onlyOwn: boolean; cursor?: string | undefined; limit: number };

/** The newest messages of all rooms that a person is in, or their own ones there. One query (0073_recent_messages.sql). */
export async function recentMessages(sources: Sources, userId: string, { onlyOwn, cursor, limit }: RecentPage): Promise<MessageList> {
  const before = cursor === undefined ? undefined : decodePlace(cursor);
  const { rows: found } = await sql<MessageRow>`
    select m.* from recent_messages(${userId}, ${onlyOwn}, ${before?.at ?? null}::timestamptz, ${before?.roomId ?? null}::uuid,
        ${before?.seq ?? null}::integer, ${limit + 1}::integer) as place
      join messages m on m.room_id = place.room_id and m.seq = place.seq
    order by place.created_at desc, place.room_id desc, place.seq desc`.execute(sources.db);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const next_cursor = last ? encodePlace({ at: last.created_at.toISOString(), roomId: last.room_id, seq: last.seq }) : null;
  return { items: await toMessages(sources, rows, { userId }), next_cursor, has_more: last !== undefined };
}
