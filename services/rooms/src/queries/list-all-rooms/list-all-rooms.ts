import type { AdminRoom, AdminRoomList, RoomType, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { profileIn } from '../profile-in.ts';

type SortKey = [createdMs: number, roomId: string];
const sortKeySchema: z.ZodType<SortKey> = z.tuple([z.int().min(0).max(8.64e15), z.uuid()]);

type Wanted = {
  q?: string | undefined;
  type?: RoomType | undefined;
  member_id?: UserId | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** Living rooms, newest first: an index range, of which filters skip what does not match. */
export async function listAllRooms(db: Kysely<RoomsDatabase>, wanted: Wanted): Promise<AdminRoomList> {
  const { q, type, member_id: memberId, limit } = wanted;
  const after = decodeCursor(wanted.cursor, sortKeySchema);
  const rows = await db
    .selectFrom('rooms as room')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('memberships')
          .select('user_id')
          .whereRef('memberships.room_id', '=', 'room.id')
          .where('role_rank', '=', 0)
          .limit(1)
          .as('owner'),
      (join) => join.onTrue(),
    )
    .leftJoin('users as person', 'person.id', 'owner.user_id')
    .where('room.deleted_at', 'is', null)
    .$if(type !== undefined, (query) => query.where('room.type', '=', type ?? 'group'))
    .$if(q !== undefined, (query) =>
      query.where(sql<boolean>`position(lower(${q ?? ''}) in lower(concat_ws(' ', room.name, room.slug))) > 0`),
    )
    .$if(memberId !== undefined, (query) =>
      query.where(sql<boolean>`exists (select from memberships m where m.room_id = room.id and m.user_id = ${memberId ?? null}::uuid)`),
    )
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(room.created_at, room.id) < ${rowOf(after)}`))
    .orderBy('room.created_at', 'desc')
    .orderBy('room.id', 'desc')
    .limit(limit + 1)
    .select(['room.id', 'room.type', 'room.name', 'room.slug', 'room.member_count', 'room.created_at', 'owner.user_id as owner_id'])
    .select(['person.username', 'person.display_name', 'person.avatar_url'])
    .execute();
  return toPage(rows, { limit, keyOf: (row) => [row.created_at.getTime(), row.id], toItem: toAdminRoom });
}

function rowOf(key: SortKey | undefined) {
  const [createdMs, roomId] = key ?? [0, ''];
  return sql`(${new Date(createdMs)}::timestamptz, ${roomId}::uuid)`;
}

type Row = Omit<AdminRoom, 'owner' | 'created_at'> & {
  created_at: Date;
  owner_id: UserId | null;
  username: string | null;
  display_name: string | null;
  avatar_url: string | null;
};

function toAdminRoom(row: Row): AdminRoom {
  const { id, type, name, slug, member_count } = row;
  const owner = row.owner_id === null ? null : profileIn(row.owner_id, row);
  return { id, type, name, slug, owner, member_count, created_at: row.created_at.toISOString() };
}
