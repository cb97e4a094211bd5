import type { HistoryVisibility, MediaId, Role, RoomId, RoomSummary, RoomType, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { pictureUrl } from '../room-settings.ts';
import type { RoomsDatabase } from '../rooms-database.ts';
import type { PresenceOf } from './member-presence.ts';
import type { RoomActivity } from './room-activity.ts';

export type MemberRoomRow = {
  id: RoomId;
  type: RoomType;
  name: string | null;
  slug: string | null;
  description: string | null;
  picture_id: MediaId | null;
  member_count: number;
  slow_mode_seconds: number;
  history_visibility: HistoryVisibility;
  shows_receipts: boolean;
  writing_closed: 'blocked' | 'not_friends' | null;
  created_at: Date;
  role: Role;
  joined_at: Date;
  is_muted: boolean;
  muted_until: Date | null;
  /** Of a direct room, the other one, and whether there is a block between the two. */
  other_id: UserId | null;
  username: string | null;
  display_name: string | null;
  avatar_url: string | null;
  is_hidden: boolean;
};

/** Whatever else was asked for, nobody gets into more rooms in the moment that it takes `messages` to hear of them. */
const newestAtMost = 50;

/**
 * Those of the rooms that the person is in, as a member sees them; with `joinedSince` also the newest that they got into since, up to
 * 50. One statement, whatever the number of rooms: `migrations/0060_member_rooms.sql`.
 */
export async function memberRooms(
  db: Kysely<RoomsDatabase>,
  wanted: { userId: UserId; roomIds: readonly RoomId[]; joinedSince?: Date | undefined },
): Promise<MemberRoomRow[]> {
  const { userId, roomIds, joinedSince = null } = wanted;
  const { rows } = await sql<MemberRoomRow>`
    select * from member_rooms(${userId}, ${roomIds}::uuid[], ${joinedSince?.toISOString() ?? null}, ${newestAtMost})`.execute(db);
  return rows;
}

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
