import { assertNever, type FriendshipId, type UserId } from '@parley/contracts';
import type { StoredEvent } from '@parley/event-store';
import type { Kysely } from 'kysely';
import type { FriendshipEvent } from '../../domain/friendship/friendship-events.ts';
import { upcastFriendship } from '../../domain/friendship/upcast-friendship.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { directPair } from '../rooms-read-model/project-room-event.ts';

/** The only writer of friendships, friends, friend_requests and blocks: live and in a rebuild, as `projectRoomEvent` for rooms. */
export async function projectFriendshipEvent(db: Kysely<RoomsDatabase>, stored: StoredEvent): Promise<void> {
  const event = upcastFriendship(stored);
  const id = stored.streamId as FriendshipId;
  const [low_user_id, high_user_id] = directPair(...pairOf(event));
  await db
    .insertInto('friendships')
    .values({ id, low_user_id, high_user_id, version: stored.version, parted: false, low_quiet_until: null, high_quiet_until: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ version: stored.version }))
    .execute();
  await applyEvent(db, { id, at: stored.recordedAt, low: low_user_id }, event);
}

async function applyEvent(
  db: Kysely<RoomsDatabase>,
  { id, at, low }: { id: FriendshipId; at: Date; low: UserId },
  event: FriendshipEvent,
): Promise<void> {
  const pair = db.updateTable('friendships').where('id', '=', id);
  switch (event.type) {
    case 'FriendRequested': {
      const { requestId, fromId, toId } = event.data;
      const row = { id: requestId, friendship_id: id, from_id: fromId, to_id: toId, created_at: at };
      await db.insertInto('friend_requests').values(row).execute();
      return;
    }
    case 'FriendRequestAccepted': {
      const { fromId, toId } = event.data;
      await removeRequest(db, id);
      const rows = [
        { user_id: fromId, friend_id: toId, since: at },
        { user_id: toId, friend_id: fromId, since: at },
      ];
      await db.insertInto('friends').values(rows).execute();
      await pair.set({ parted: false, low_quiet_until: null, high_quiet_until: null }).execute();
      return;
    }
    case 'FriendRequestDeclined': {
      const quietUntil = new Date(event.data.quietUntil);
      await removeRequest(db, id);
      await pair.set(event.data.fromId === low ? { low_quiet_until: quietUntil } : { high_quiet_until: quietUntil }).execute();
      return;
    }
    case 'FriendRequestCancelled':
      return removeRequest(db, id);
    case 'FriendshipEnded': {
      const { userIds, reason } = event.data;
      await db.deleteFrom('friends').where('user_id', 'in', userIds).where('friend_id', 'in', userIds).execute();
      await pair.set({ parted: reason === 'removed' }).execute();
      return;
    }
    case 'UserBlocked': {
      const { blockerId, blockedId } = event.data;
      await db.insertInto('blocks').values({ blocker_id: blockerId, blocked_id: blockedId, created_at: at }).execute();
      return;
    }
    case 'UserUnblocked': {
      const { blockerId, blockedId } = event.data;
      await db.deleteFrom('blocks').where('blocker_id', '=', blockerId).where('blocked_id', '=', blockedId).execute();
      return;
    }
    default:
      return assertNever(event);
  }
}

async function removeRequest(db: Kysely<RoomsDatabase>, id: FriendshipId): Promise<void> {
  await db.deleteFrom('friend_requests').where('friendship_id', '=', id).execute();
}

/** The two people that an event is about. */
export function pairOf(event: FriendshipEvent): [UserId, UserId] {
  switch (event.type) {
    case 'FriendRequested':
    case 'FriendRequestAccepted':
    case 'FriendRequestDeclined':
    case 'FriendRequestCancelled':
      return [event.data.fromId, event.data.toId];
    case 'FriendshipEnded':
      return event.data.userIds;
    case 'UserBlocked':
    case 'UserUnblocked':
      return [event.data.blockerId, event.data.blockedId];
    default:
      return assertNever(event);
  }
}
