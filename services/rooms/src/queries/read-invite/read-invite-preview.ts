import type { InvitePreview, UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { Kysely } from 'kysely';
import { pictureUrl } from '../../room-settings.ts';
import { isUsableAt } from '../../room-store/load-room.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { profileIn } from '../profile-in.ts';

/** @throws ProblemError `invite_invalid` for a code that lets nobody in (any more) */
export async function readInvitePreview(
  db: Kysely<RoomsDatabase>,
  { code, viewerId }: { code: string; viewerId: UserId },
): Promise<InvitePreview> {
  const row = await db
    .selectFrom('invites')
    .innerJoin('rooms as room', 'room.id', 'invites.room_id')
    .leftJoin('users as person', 'person.id', 'invites.created_by')
    .leftJoin('memberships as mine', (join) => join.onRef('mine.room_id', '=', 'room.id').on('mine.user_id', '=', viewerId))
    .where('invites.code', '=', code)
    .where(isUsableAt(new Date().toISOString()))
    .select(['invites.created_by', 'invites.expires_at', 'room.id', 'room.type', 'room.name', 'room.description', 'room.picture_id'])
    .select(['room.member_count', 'person.username', 'person.display_name', 'person.avatar_url', 'mine.role'])
    .executeTakeFirst();
  if (!row) throw new ProblemError('invite_invalid');
  const { id, type, description, member_count } = row;
  return {
    code,
    room: { id, type, name: row.name ?? '', description, picture_url: pictureUrl(row.picture_id), member_count },
    inviter: profileIn(row.created_by, row),
    expires_at: row.expires_at?.toISOString() ?? null,
    is_member: row.role !== null,
  };
}
