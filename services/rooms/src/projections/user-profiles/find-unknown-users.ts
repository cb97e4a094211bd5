import type { UserId } from '@parley/contracts';
import { sql } from 'kysely';
import type { RoomsDependencies } from '../../dependencies.ts';

/**
 * Those of `userIds` that nobody has. Someone who registered a moment ago may not have reached the projection: before anyone is
 * called unknown, it catches up with `auth` once. To be called outside transactions, because that takes a round trip.
 *
 * @throws RpcError `unavailable` when someone is missing and `auth` cannot be asked: "does not exist" would be a guess
 */
export async function findUnknownUsers(
  rooms: Pick<RoomsDependencies, 'db' | 'catchUpUsers'>,
  userIds: readonly UserId[],
): Promise<ReadonlySet<UserId>> {
  const missing = await missingFrom(rooms, userIds);
  if (missing.size === 0) return missing;
  await rooms.catchUpUsers();
  return missingFrom(rooms, [...missing]);
}

async function missingFrom(rooms: Pick<RoomsDependencies, 'db'>, userIds: readonly UserId[]): Promise<Set<UserId>> {
  const known = await rooms.db
    .selectFrom('users')
    .select('id')
    .where('id', '=', sql<UserId>`any(${userIds}::uuid[])`)
    .where('deleted_at', 'is', null)
    .execute();
  const found = new Set(known.map((user) => user.id));
  return new Set(userIds.filter((userId) => !found.has(userId)));
}
