import type { RoomId, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { type Invite, initial, type RoomState } from '../domain/room.ts';
import type { invitesNamedBy } from '../domain/room-commands.ts';
import type { RoomsDatabase } from '../rooms-database.ts';

/** Of a room's members and invitations, those that a decision may look up. */
export type Needed = { people: readonly UserId[]; invites?: ReturnType<typeof invitesNamedBy> };

/**
 * The state for a decision, from the read model: the room's row, the memberships of `people` and the `invites` asked for, a few index
 * reads however large the room is. Under `lockStream` it equals the fold of the room's events, because both change in one transaction.
 */
export async function loadRoom(
  db: Kysely<RoomsDatabase>,
  roomId: RoomId,
  { people, invites }: Needed,
): Promise<{ state: RoomState; version: number }> {
  const room = await db.selectFrom('rooms').selectAll().where('id', '=', roomId).executeTakeFirst();
  if (!room) return { state: initial, version: 0 };
  if (room.deleted_at) return { state: { status: 'deleted' }, version: room.version };
  const members = await db
    .selectFrom('memberships')
    .select(['user_id', 'role', 'is_muted', 'muted_until'])
    .where('room_id', '=', roomId)
    .where('user_id', '=', sql<UserId>`any(${people}::uuid[])`)
    .execute();
  const { type, name, slug, description, member_count: memberCount, writing_closed: writingClosed, version } = room;
  const settings = {
    pictureId: room.picture_id,
    slowModeSeconds: room.slow_mode_seconds,
    historyVisibility: room.history_visibility,
    showsReceipts: room.shows_receipts,
  };
  const roles = new Map(members.map((one) => [one.user_id, one.role]));
  const muted = members.filter((one) => one.is_muted);
  const mutes = new Map(muted.map((one) => [one.user_id, one.muted_until?.toISOString() ?? null]));
  const found = await loadInvites(db, roomId, invites);
  return {
    state: {
      status: 'open',
      type,
      name,
      slug,
      description,
      ...settings,
      memberCount,
      writingClosed,
      members: roles,
      mutes,
      invites: found,
    },
    version,
  };
}

async function loadInvites(db: Kysely<RoomsDatabase>, roomId: RoomId, wanted: Needed['invites']): Promise<ReadonlyMap<string, Invite>> {
  if (wanted === undefined) return new Map();
  const ofRoom = db.selectFrom('invites').selectAll().where('room_id', '=', roomId);
  const rows = await ('code' in wanted ? ofRoom.where('code', '=', wanted.code) : ofRoom.where(isUsableAt(wanted.usableAt))).execute();
  return new Map(
    rows.map((row) => [
      row.code,
      { createdBy: row.created_by, expiresAt: row.expires_at?.toISOString() ?? null, maxUses: row.max_uses, uses: row.uses },
    ]),
  );
}

/** Of the table `invites`: neither expired nor used up. */
export function isUsableAt(now: string) {
  return sql<boolean>`(invites.expires_at is null or invites.expires_at > ${now}::timestamptz)
    and (invites.max_uses is null or invites.uses < invites.max_uses)`;
}
