import type { UserId } from '@parley/contracts';
import { readProfiles } from '@parley/messaging';
import { sql } from 'kysely';
import type { RoomsDependencies } from '../../dependencies.ts';

/**
 * Those of `userIds` that nobody has. Someone who registered a moment ago may not have reached the projection, by the events that it
 * follows: before anyone is called unknown, `auth` itself is asked. To be called outside transactions, because that takes a round trip.
 *
 * Catching up with its events would not do: they are read below the oldest transaction that is still open, and one that stays open
 * would make people who are there look as if they were not.
 *
 * @throws RpcError `unavailable` when someone is missing and `auth` cannot be asked: "does not exist" would be a guess
 */
export async function findUnknownUsers(
  rooms: Pick<RoomsDependencies, 'db' | 'nats'>,
  userIds: readonly UserId[],
): Promise<ReadonlySet<UserId>> {
  const missing = await missingFrom(rooms, userIds);
  if (missing.size === 0) return missing;
  const profiles = await readProfiles(rooms.nats, [...missing]);
  if (profiles.length > 0) await remember(rooms, profiles);
  for (const { id } of profiles) missing.delete(id);
  return missing;
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

/**
 * Ahead of their events, so that they have names in what is decided next. Where an event was faster, it stays as the event said. Each by
 * itself: in one statement, two who write the same people in another order, this and the consumer of events, would wait for each other.
 */
async function remember({ db }: Pick<RoomsDependencies, 'db'>, profiles: Awaited<ReturnType<typeof readProfiles>>): Promise<void> {
  for (const { id, username, display_name, avatar_url } of profiles) {
    await db
      .insertInto('users')
      .values({ id, username, display_name, avatar_url })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}
