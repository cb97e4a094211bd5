import type { UserId } from '@parley/contracts';
import { appendToStream } from '@parley/event-store';
import type { Transaction } from 'kysely';
import { decideForgetting } from '../domain/friendship/decide-forgetting.ts';
import { friendshipEventVersions } from '../domain/friendship/friendship-events.ts';
import { loadFriendship } from '../friendship-store/load-friendship.ts';
import { projectFriendshipEvent } from '../projections/relationships/project-friendship-event.ts';
import type { RoomsDatabase } from '../rooms-database.ts';

type Trx = Transaction<RoomsDatabase>;

export function friendshipsOf(trx: Trx, userIds: readonly UserId[]) {
  return trx
    .selectFrom('friendships')
    .select(['id', 'low_user_id', 'high_user_id'])
    .where((eb) => eb.or([eb('low_user_id', 'in', userIds), eb('high_user_id', 'in', userIds)]))
    .orderBy('id')
    .execute();
}

/** `friends`, `friend_requests`, `blocks`, through events, and `friend_requests_sent`. The streams are locked. */
export async function endRelationships(trx: Trx, userId: UserId): Promise<void> {
  for (const { id: friendshipId, low_user_id: low, high_user_id: high } of await friendshipsOf(trx, [userId])) {
    const { state, version } = await loadFriendship(trx, { friendshipId, userIds: [low, high] });
    const events = decideForgetting(userId, [low, high], state).map((event) => ({
      ...event,
      schemaVersion: friendshipEventVersions[event.type],
      metadata: { actor_id: userId },
    }));
    if (events.length === 0) continue;
    for (const stored of await appendToStream(trx, friendshipId, { expectedVersion: version, events })) {
      await projectFriendshipEvent(trx, stored);
    }
  }
  await trx.deleteFrom('friend_requests_sent').where('user_id', '=', userId).execute();
}
