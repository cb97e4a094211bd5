import { assertNever, type RoomId, type UserId } from '@parley/contracts';
import type { StoredEvent } from '@parley/event-store';
import { type Kysely, sql } from 'kysely';
import type { RoomCreated, RoomEvent, RoomMember, RoomSettings } from '../../domain/room-events.ts';
import { upcast } from '../../domain/upcast.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { projectInvite, toDate } from './project-invite.ts';

/**
 * The only writer of rooms, memberships, invites and direct_pairs: live in the transaction that appends the event, and again in a rebuild.
 * It reads nothing but the event and these tables, so that both come to the same rows.
 */
export async function projectRoomEvent(db: Kysely<RoomsDatabase>, stored: StoredEvent): Promise<void> {
  const event = upcast(stored);
  const roomId = stored.streamId as RoomId;
  if (event.type === 'RoomCreated') await openRoom(db, roomId, stored, event);
  else await changeRoom(db, roomId, stored, event);
}

async function openRoom(db: Kysely<RoomsDatabase>, roomId: RoomId, stored: StoredEvent, event: RoomCreated): Promise<void> {
  const { members, type, name, slug, description } = event.data;
  const details = { type, name, slug, description, ...settingsColumns(event.data) };
  const row = { id: roomId, ...details, version: stored.version, created_at: stored.recordedAt };
  await db
    .insertInto('rooms')
    .values({ ...row, member_count: 0, writing_closed: null, deleted_at: null })
    .execute();
  await addMembers(db, roomId, members, stored.recordedAt);
  const [one, other] = members;
  if (type !== 'direct' || !one || !other) return;
  const [low_user_id, high_user_id] = directPair(one.userId, other.userId);
  await db.insertInto('direct_pairs').values({ low_user_id, high_user_id, room_id: roomId }).execute();
}

async function changeRoom(
  db: Kysely<RoomsDatabase>,
  roomId: RoomId,
  stored: StoredEvent,
  event: Exclude<RoomEvent, RoomCreated>,
): Promise<void> {
  const room = db.updateTable('rooms').where('id', '=', roomId);
  await room.set({ version: stored.version }).execute();
  switch (event.type) {
    case 'MembersAdded':
      return addMembers(db, roomId, event.data.members, stored.recordedAt);
    case 'MemberRemoved': {
      const removed = await db.deleteFrom('memberships').where('room_id', '=', roomId).where('user_id', '=', event.data.userId).execute();
      return countMembers(db, roomId, -removed.reduce((sum, result) => sum + Number(result.numDeletedRows), 0));
    }
    case 'MemberRoleChanged': {
      const membership = db.updateTable('memberships').where('room_id', '=', roomId).where('user_id', '=', event.data.userId);
      await membership.set({ role: event.data.role }).execute();
      return;
    }
    case 'RoomDetailsChanged':
      await room.set({ name: event.data.name, description: event.data.description, ...settingsColumns(event.data) }).execute();
      return;
    case 'WritingClosed':
      await room.set({ writing_closed: event.data.reason }).execute();
      return;
    case 'WritingOpened':
      await room.set({ writing_closed: null }).execute();
      return;
    case 'RoomMuted':
      return setMute(db, roomId, event.data.userId, { is_muted: true, muted_until: toDate(event.data.until) });
    case 'RoomUnmuted':
      return setMute(db, roomId, event.data.userId, { is_muted: false, muted_until: null });
    case 'InviteCreated':
    case 'InviteRevoked':
    case 'InviteAccepted':
      return projectInvite(db, stored, event);
    case 'RoomDeleted':
      await db.deleteFrom('memberships').where('room_id', '=', roomId).execute();
      await db.deleteFrom('invites').where('room_id', '=', roomId).execute();
      // Its two people may begin another one.
      await db.deleteFrom('direct_pairs').where('room_id', '=', roomId).execute();
      await room.set({ deleted_at: stored.recordedAt, member_count: 0 }).execute();
      return;
    default:
      return assertNever(event);
  }
}

/** One statement for 500 members: the list travels as arrays. */
async function addMembers(db: Kysely<RoomsDatabase>, roomId: RoomId, members: readonly RoomMember[], joinedAt: Date): Promise<void> {
  const added = await db
    .insertInto('memberships')
    .columns(['room_id', 'user_id', 'role', 'joined_at'])
    .expression(
      sql<never>`select ${roomId}::uuid, person.user_id, person.role, ${joinedAt}::timestamptz
        from unnest(${members.map((one) => one.userId)}::uuid[], ${members.map((one) => one.role)}::text[]) as person (user_id, role)`,
    )
    .executeTakeFirst();
  await countMembers(db, roomId, Number(added.numInsertedOrUpdatedRows ?? 0));
}

async function countMembers(db: Kysely<RoomsDatabase>, roomId: RoomId, change: number): Promise<void> {
  await db
    .updateTable('rooms')
    .set((row) => ({ member_count: row('member_count', '+', change) }))
    .where('id', '=', roomId)
    .execute();
}

async function setMute(
  db: Kysely<RoomsDatabase>,
  roomId: RoomId,
  userId: UserId,
  mute: { is_muted: boolean; muted_until: Date | null },
): Promise<void> {
  await db.updateTable('memberships').set(mute).where('room_id', '=', roomId).where('user_id', '=', userId).execute();
}

function settingsColumns({ pictureId, slowModeSeconds, historyVisibility, showsReceipts }: RoomSettings) {
  return {
    picture_id: pictureId,
    slow_mode_seconds: slowModeSeconds,
    history_visibility: historyVisibility,
    shows_receipts: showsReceipts,
  };
}

/** Lower-case UUIDs sort as text in the order in which Postgres sorts them. */
export function directPair(one: UserId, other: UserId): [low: UserId, high: UserId] {
  return one < other ? [one, other] : [other, one];
}
