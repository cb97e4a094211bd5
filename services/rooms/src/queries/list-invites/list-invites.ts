import { type Invite, limits, type RoomId } from '@parley/contracts';
import type { Kysely } from 'kysely';
import { isUsableAt } from '../../room-store/load-room.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { type NamedRow, profileIn } from '../profile-in.ts';

/** Those that can still be used; there are never more than `limits.invitesPerRoom`. */
export async function listInvites(db: Kysely<RoomsDatabase>, roomId: RoomId): Promise<Invite[]> {
  const rows = await invitesWithMakers(db)
    .where('invites.room_id', '=', roomId)
    .where(isUsableAt(new Date().toISOString()))
    .orderBy('invites.created_at', 'desc')
    .limit(limits.invitesPerRoom)
    .execute();
  return rows.map(toInvite);
}

/** One that was made a moment ago. @throws when there is none */
export async function readInvite(db: Kysely<RoomsDatabase>, code: string): Promise<Invite> {
  return toInvite(await invitesWithMakers(db).where('invites.code', '=', code).executeTakeFirstOrThrow());
}

function invitesWithMakers(db: Kysely<RoomsDatabase>) {
  return db
    .selectFrom('invites')
    .leftJoin('users as person', 'person.id', 'invites.created_by')
    .select(['invites.code', 'invites.room_id', 'invites.created_by', 'invites.created_at', 'invites.expires_at', 'invites.max_uses'])
    .select(['invites.uses', 'person.username', 'person.display_name', 'person.avatar_url']);
}

type Row = NamedRow &
  Pick<Invite, 'code' | 'room_id' | 'max_uses' | 'uses'> & {
    created_by: Invite['created_by']['id'];
    created_at: Date;
    expires_at: Date | null;
  };

function toInvite(row: Row): Invite {
  const { code, room_id, max_uses, uses } = row;
  const created_by = profileIn(row.created_by, row);
  const created_at = row.created_at.toISOString();
  return { code, room_id, created_by, created_at, expires_at: row.expires_at?.toISOString() ?? null, max_uses, uses };
}
