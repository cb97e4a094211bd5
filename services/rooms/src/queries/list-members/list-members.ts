import type { Member, MemberList, Role, RoomId, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { blockBetween } from '../block-between.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { type PresenceOf, readMemberPresence } from '../member-presence.ts';

/** Owner, admins, members; within each, who joined first. */
type SortKey = [rank: number, joinedMs: number, userId: string];
const sortKeySchema: z.ZodType<SortKey> = z.tuple([z.int().min(0).max(2), z.int().min(0).max(8.64e15), z.uuid()]);

/**
 * One page of a room's members with their presence: an index range however large the room is. With `q` it goes on through the
 * members until the page is full. Who may see them is the caller's to check.
 */
export async function listMembers(
  rooms: Pick<RoomsDependencies, 'db' | 'nats' | 'log'>,
  page: { roomId: RoomId; viewerId: UserId; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<MemberList> {
  const rows = await readMembers(rooms.db, { ...page, after: decodeCursor(page.cursor, sortKeySchema) });
  const presenceOf = await readMemberPresence(
    rooms,
    rows.filter((row) => !row.is_hidden).map((row) => row.user_id),
  );
  return toPage(rows, {
    limit: page.limit,
    keyOf: (row) => [row.role_rank, row.joined_at.getTime(), row.user_id],
    toItem: (row) => toMember(row, presenceOf),
  });
}

async function readMembers(
  db: Kysely<RoomsDatabase>,
  page: { roomId: RoomId; viewerId: UserId; q?: string | undefined; limit: number; after: SortKey | undefined },
): Promise<MemberRow[]> {
  const { roomId, viewerId, q, limit, after } = page;
  return db
    .selectFrom('memberships as member')
    .innerJoin('users as person', 'person.id', 'member.user_id')
    .where('member.room_id', '=', roomId)
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(member.role_rank, member.joined_at, member.user_id) > ${rowOf(after)}`))
    .$if(Boolean(q), (query) => query.where(isNamed(q ?? '')))
    .orderBy('member.role_rank')
    .orderBy('member.joined_at')
    .orderBy('member.user_id')
    .select(['member.user_id', 'member.role', 'member.role_rank', 'member.joined_at'])
    .select(['person.username', 'person.display_name', 'person.avatar_url'])
    .select(blockBetween(sql`${viewerId}::uuid`, sql.ref('member.user_id')).as('is_hidden'))
    .limit(limit + 1)
    .execute();
}

/** `position`, not LIKE: a percent sign in `q` is a percent sign. */
function isNamed(q: string) {
  return sql<boolean>`position(lower(${q}) in lower(person.username || ' ' || person.display_name)) > 0`;
}

function rowOf(key: SortKey | undefined) {
  const [rank, joinedMs, userId] = key ?? [0, 0, ''];
  return sql`(${rank}::smallint, ${new Date(joinedMs)}::timestamptz, ${userId}::uuid)`;
}

type MemberRow = {
  user_id: UserId;
  role: Role;
  role_rank: number;
  joined_at: Date;
  username: string;
  display_name: string;
  avatar_url: string | null;
  /** There is a block between them and the viewer: neither sees the other's presence. */
  is_hidden: boolean;
};

function toMember(row: MemberRow, presenceOf: PresenceOf): Member {
  const { user_id: id, username, display_name, avatar_url, role } = row;
  return { id, username, display_name, avatar_url, role, joined_at: row.joined_at.toISOString(), ...presenceOf(id) };
}
