import type { RoomId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { RoomsDependencies } from '../dependencies.ts';

/**
 * The room that a code leads to. Whether it still does is decided later, under the room's lock.
 * @throws ProblemError `invite_invalid`
 */
export async function findInvitedRoom({ db }: Pick<RoomsDependencies, 'db'>, code: string): Promise<RoomId> {
  const invite = await db.selectFrom('invites').select('room_id').where('code', '=', code).executeTakeFirst();
  if (!invite) throw new ProblemError('invite_invalid');
  return invite.room_id;
}
