import type { UserId } from '@parley/contracts';
import { sql } from 'kysely';
import type { RoomsDependencies } from '../../dependencies.ts';
import type { OutsideFacts } from '../../domain/room-commands.ts';
import { findUnknownUsers } from './find-unknown-users.ts';

/**
 * What decides about new members besides the room itself: who exists, and who is in as many rooms as one can be in. The latter is a
 * bound on what a connect has to carry, not a quota to be exact about: it is looked up before the room is locked, so people who are
 * added to many rooms at the same moment may end a few above it.
 *
 * @throws RpcError `unavailable` when someone is unknown and `auth` cannot be asked
 */
export async function lookUpPeople(
  rooms: Pick<RoomsDependencies, 'db' | 'nats' | 'roomsPerPerson'>,
  userIds: readonly UserId[],
): Promise<OutsideFacts> {
  const [unknownUserIds, fullUserIds] = await Promise.all([findUnknownUsers(rooms, userIds), findFullUsers(rooms, userIds)]);
  return { unknownUserIds, fullUserIds };
}

/** Counts index entries of each person, and stops counting at the limit. */
async function findFullUsers(
  { db, roomsPerPerson }: Pick<RoomsDependencies, 'db' | 'roomsPerPerson'>,
  userIds: readonly UserId[],
): Promise<ReadonlySet<UserId>> {
  const { rows } = await sql<{ id: UserId }>`
    select person.id
    from unnest(${userIds}::uuid[]) as person (id)
    where (
      select count(*) from (select from memberships m where m.user_id = person.id limit ${roomsPerPerson}) as counted
    ) >= ${roomsPerPerson}`.execute(db);
  return new Set(rows.map((row) => row.id));
}
