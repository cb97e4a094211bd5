import type { Channel, ChannelList, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { decodeCursor, toPage } from '../cursor.ts';

/** The last channel of the page before. Only its id, for a name may be longer than a cursor; its row stays even when it is deleted. */
const sortKeySchema = z.tuple([z.uuid()]);

/** Channels for everyone to find, by name. `q` matches within name, slug and description, regardless of case. */
export async function listChannels(
  db: Kysely<RoomsDatabase>,
  page: { viewerId: UserId; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<ChannelList> {
  const [afterId] = decodeCursor(page.cursor, sortKeySchema) ?? [];
  const rows = await channelsSeenBy(db, page.viewerId)
    .$if(Boolean(page.q), (query) => query.where(matches(page.q ?? '')))
    .$if(afterId !== undefined, (query) =>
      query.where(sql<boolean>`(lower(room.name), room.id) > (select lower(name), id from rooms where id = ${afterId}::uuid)`),
    )
    .orderBy(sql`lower(room.name)`)
    .orderBy('room.id')
    .limit(page.limit + 1)
    .execute();
  return toPage(rows, { limit: page.limit, keyOf: (row) => [row.id], toItem: toChannel });
}

export function channelsSeenBy(db: Kysely<RoomsDatabase>, viewerId: UserId) {
  return db
    .selectFrom('rooms as room')
    .leftJoin('memberships as mine', (join) => join.onRef('mine.room_id', '=', 'room.id').on('mine.user_id', '=', viewerId))
    .where('room.type', '=', 'channel')
    .where('room.deleted_at', 'is', null)
    .select(['room.id', 'room.name', 'room.slug', 'room.description', 'room.member_count', 'room.created_at', 'mine.role']);
}

type ChannelRow = Awaited<ReturnType<ReturnType<typeof channelsSeenBy>['execute']>>[number];

export function toChannel(row: ChannelRow): Channel {
  const { id, description, member_count } = row;
  const created_at = row.created_at.toISOString();
  return { id, name: row.name ?? '', slug: row.slug ?? '', description, member_count, is_member: row.role !== null, created_at };
}

/** `position`, not LIKE: a percent sign in `q` is a percent sign. */
function matches(q: string) {
  return sql<boolean>`position(lower(${q}) in lower(concat_ws(' ', room.name, room.slug, room.description))) > 0`;
}
