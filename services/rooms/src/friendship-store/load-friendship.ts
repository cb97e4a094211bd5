import type { FriendRequestId, FriendshipId, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import { type FriendshipState, strangers } from '../domain/friendship/friendship.ts';
import { directPair } from '../projections/rooms-read-model/project-room-event.ts';
import type { RoomsDatabase } from '../rooms-database.ts';

type Row = {
  version: number;
  parted: boolean;
  low_quiet_until: Date | null;
  high_quiet_until: Date | null;
  are_friends: boolean;
  low_blocks: boolean;
  high_blocks: boolean;
  request_id: FriendRequestId | null;
  from_id: UserId | null;
  to_id: UserId | null;
};

/** The state for a decision, from the read model: a handful of index look-ups in one statement. Equals the fold of the events. */
export async function loadFriendship(
  db: Kysely<RoomsDatabase>,
  pair: { friendshipId: FriendshipId; userIds: readonly [UserId, UserId] },
): Promise<{ state: FriendshipState; version: number }> {
  const [low, high] = directPair(...pair.userIds);
  const { rows } = await sql<Row>`
    select f.version, f.parted, f.low_quiet_until, f.high_quiet_until, r.id as request_id, r.from_id, r.to_id,
      exists (select from friends b where b.user_id = f.low_user_id and b.friend_id = f.high_user_id) as are_friends,
      exists (select from blocks b where b.blocker_id = f.low_user_id and b.blocked_id = f.high_user_id) as low_blocks,
      exists (select from blocks b where b.blocker_id = f.high_user_id and b.blocked_id = f.low_user_id) as high_blocks
    from friendships f left join friend_requests r on r.friendship_id = f.id
    where f.id = ${pair.friendshipId}::uuid`.execute(db);
  const row = rows[0];
  if (!row) return { state: strangers, version: 0 };
  const blockedBy = new Set([...(row.low_blocks ? [low] : []), ...(row.high_blocks ? [high] : [])]);
  const quietUntilMs = new Map<UserId, number>();
  if (row.low_quiet_until) quietUntilMs.set(low, row.low_quiet_until.getTime());
  if (row.high_quiet_until) quietUntilMs.set(high, row.high_quiet_until.getTime());
  return { state: { bond: bondOf(row), parted: row.parted, blockedBy, quietUntilMs }, version: row.version };
}

function bondOf({ are_friends, request_id: requestId, from_id: fromId, to_id: toId }: Row): FriendshipState['bond'] {
  if (are_friends) return { kind: 'friends' };
  return requestId && fromId && toId ? { kind: 'requested', requestId, fromId, toId } : { kind: 'none' };
}
