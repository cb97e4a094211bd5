import type { RoomSummary, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { pictureUrl } from '../room-settings.ts';
import type { RoomsDatabase } from '../rooms-database.ts';
import { blockBetween } from './block-between.ts';
import type { PresenceOf } from './member-presence.ts';
import type { RoomActivity } from './room-activity.ts';

/**
 * Rooms as one member sees them: a direct room carries the other person. One statement, whatever the number of rooms.
 *
 * `offset 0` keeps Postgres from turning the look-ups by key into joins: for someone in hundreds of rooms it would rather read all
 * rooms and all users of the installation, so that everybody's list got slower as these grow.
 */
export function roomsOfMember(db: Kysely<RoomsDatabase>, userId: UserId) {
  return (
    db
      .selectFrom('memberships as mine')
      .innerJoinLateral(
        (from) => from.selectFrom('rooms').selectAll('rooms').whereRef('rooms.id', '=', 'mine.room_id').offset(0).as('room'),
        (join) => join.onTrue(),
      )
      .leftJoinLateral(
        (from) =>
          from
            .selectFrom('direct_pairs')
            .selectAll('direct_pairs')
            .whereRef('direct_pairs.room_id', '=', 'mine.room_id')
            .offset(0)
            .as('pair'),
        (join) => join.on('room.type', '=', 'direct'),
      )
      .leftJoinLateral(
        (from) =>
          from
            .selectFrom('users')
            .selectAll('users')
            .where('users.id', '=', (id) =>
              id.case().when('pair.low_user_id', '=', userId).then(id.ref('pair.high_user_id')).else(id.ref('pair.low_user_id')).end(),
            )
            .offset(0)
            .as('other'),
        (join) => join.onTrue(),
      )
      .where('mine.user_id', '=', userId)
      .select(['room.id', 'room.type', 'room.name', 'room.slug', 'room.description', 'room.member_count', 'room.created_at', 'mine.role'])
      .select(['room.picture_id', 'room.slow_mode_seconds', 'room.history_visibility', 'room.shows_receipts', 'mine.muted_until'])
      // Muting ends by itself when its time comes: nobody has to write that down.
      .select(sql<boolean>`mine.is_muted and coalesce(mine.muted_until > now(), true)`.as('is_muted'))
      .select(['room.writing_closed', 'mine.joined_at'])
      .select(blockBetween(sql.ref('pair.low_user_id'), sql.ref('pair.high_user_id')).as('is_hidden'))
      .select(['other.id as other_id', 'other.username', 'other.display_name', 'other.avatar_url'])
  );
}

export type MemberRoomRow = Awaited<ReturnType<ReturnType<typeof roomsOfMember>['execute']>>[number];

/** The people whose presence these rooms show: of direct rooms, the other one, unless there is a block between the two. */
export function companionsIn(rows: readonly MemberRoomRow[]): UserId[] {
  return rows.flatMap((row) => (row.other_id !== null && !row.is_hidden ? [row.other_id] : []));
}

/** Without `activity` nothing has been said in the room yet; then joining it is the latest that happened. */
export function toRoomSummary(row: MemberRoomRow, activity: RoomActivity | undefined, presenceOf: PresenceOf): RoomSummary {
  const other = otherUserOf(row, presenceOf);
  return {
    id: row.id,
    type: row.type,
    is_direct: row.type === 'direct',
    name: row.name ?? other?.display_name ?? '',
    slug: row.slug,
    description: row.description,
    picture_url: pictureUrl(row.picture_id) ?? other?.avatar_url ?? null,
    member_count: row.member_count,
    role: row.role,
    muted: row.is_muted,
    muted_until: (row.is_muted && row.muted_until?.toISOString()) || null,
    slow_mode_seconds: row.slow_mode_seconds,
    history_visibility: row.history_visibility,
    shows_receipts: row.shows_receipts,
    is_writable: row.writing_closed === null,
    last_message: activity?.last_message ?? null,
    last_activity_at: latest(activity?.last_activity_at, row.joined_at.toISOString()),
    unread_count: activity?.unread_count ?? 0,
    mention_count: activity?.mention_count ?? 0,
    last_read_seq: activity?.last_read_seq ?? 0,
    head: activity?.head ?? 0,
    other_user: other,
    created_at: row.created_at.toISOString(),
  };
}

/** Of two times as they are written on the wire: as text they sort as time does. */
function latest(activityAt: string | null | undefined, joinedAt: string): string {
  return activityAt && activityAt > joinedAt ? activityAt : joinedAt;
}

function otherUserOf(row: MemberRoomRow, presenceOf: PresenceOf): RoomSummary['other_user'] {
  if (row.other_id === null || row.username === null || row.display_name === null) return null;
  const { username, display_name, avatar_url } = row;
  return { id: row.other_id, username, display_name, avatar_url, ...presenceOf(row.other_id) };
}
