import type { RoomId, RoomSummary, UserId } from '@parley/contracts';
import type { Kysely } from 'kysely';
import type { RoomsDatabase } from '../rooms-database.ts';
import type { RoomActivity } from './room-activity.ts';

/** Rooms as one member sees them: a direct room carries the other person. One statement, whatever the number of rooms. */
export function roomsOfMember(db: Kysely<RoomsDatabase>, userId: UserId) {
  return db
    .selectFrom('memberships as mine')
    .innerJoin('rooms as room', 'room.id', 'mine.room_id')
    .leftJoin('direct_pairs as pair', 'pair.room_id', 'room.id')
    .leftJoin('users as other', (join) =>
      join.on((on) =>
        on(
          'other.id',
          '=',
          on.case().when('pair.low_user_id', '=', userId).then(on.ref('pair.high_user_id')).else(on.ref('pair.low_user_id')).end(),
        ),
      ),
    )
    .where('mine.user_id', '=', userId)
    .select(['room.id', 'room.type', 'room.name', 'room.slug', 'room.description', 'room.member_count', 'room.created_at', 'mine.role'])
    .select(['other.id as other_id', 'other.username', 'other.display_name', 'other.avatar_url']);
}

export type MemberRoomRow = Awaited<ReturnType<ReturnType<typeof roomsOfMember>['execute']>>[number];

/** Without `activity` nothing has been said in the room yet. */
export function toRoomSummary(row: MemberRoomRow, activity: RoomActivity | undefined): RoomSummary {
  const createdAt = row.created_at.toISOString();
  const other = otherUserOf(row);
  return {
    id: row.id,
    type: row.type,
    is_direct: row.type === 'direct',
    name: row.name ?? other?.display_name ?? '',
    slug: row.slug,
    description: row.description,
    picture_url: other?.avatar_url ?? null,
    member_count: row.member_count,
    role: row.role,
    muted: false,
    last_message: activity?.last_message ?? null,
    last_activity_at: activity?.last_activity_at ?? createdAt,
    unread_count: activity?.unread_count ?? 0,
    mention_count: activity?.mention_count ?? 0,
    last_read_seq: activity?.last_read_seq ?? 0,
    head: activity?.head ?? 0,
    other_user: other,
    created_at: createdAt,
  };
}

function otherUserOf(row: MemberRoomRow): RoomSummary['other_user'] {
  if (row.other_id === null || row.username === null || row.display_name === null) return null;
  return { id: row.other_id, username: row.username, display_name: row.display_name, avatar_url: row.avatar_url };
}

export type RoomOfMember = { roomId: RoomId; viewerId: UserId };
