import { deletedProfile, type PublishedAuthEvent, publishedAuthEventSchema, type RoomId, type UserId } from '@parley/contracts';
import { lockStreams } from '@parley/event-store';
import type { Transaction } from 'kysely';
import { decideErasure } from '../domain/decide-erasure.ts';
import { appendRoomEvents } from '../room-store/append-room-events.ts';
import { loadRoom } from '../room-store/load-room.ts';
import type { RoomsDatabase } from '../rooms-database.ts';
import { endRelationships, friendshipsOf } from './end-relationships.ts';

type Trx = Transaction<RoomsDatabase>;
export type UserDeleted = Extract<PublishedAuthEvent, { type: 'user.deleted' }>;

/**
 * `user.deleted`: everything that this service keeps of a person, one function a table. Events of rooms name people by id alone, so
 * there is nothing in them to erase.
 */
export async function forgetPerson(trx: Trx, event: UserDeleted): Promise<void> {
  await endMemberships(trx, event.user_id);
  await endRelationships(trx, event.user_id);
  await forgetName(trx, event);
  await forgetIdempotencyKeys(trx, event.user_id);
}

/**
 * Runs first in the consumer's transaction: the rooms that change must be locked before anything is written. Whoever is added to
 * another room right behind this is refused by the lock's order below, and the event is tried again.
 */
export async function lockRoomsOfDeleted(trx: Trx, events: readonly { type: string; payload: string }[]): Promise<void> {
  const gone = events.flatMap((event) => (event.type === 'user.deleted' ? [userIn(event.payload)] : []));
  if (gone.length === 0) return;
  const rooms = await trx.selectFrom('memberships').select('room_id').distinct().where('user_id', 'in', gone).execute();
  const friendships = await friendshipsOf(trx, gone);
  await lockStreams(trx, [...rooms.map((room) => room.room_id), ...friendships.map(({ id }) => id)]);
}

function userIn(payload: string): UserId {
  return publishedAuthEventSchema.parse(JSON.parse(payload)).user_id;
}

/** `memberships`, `rooms`, mutes, through events: groups and channels go on without the person, direct rooms are closed for writing. */
async function endMemberships(trx: Trx, userId: UserId): Promise<void> {
  const rooms = await trx.selectFrom('memberships').select('room_id').where('user_id', '=', userId).orderBy('room_id').execute();
  for (const { room_id: roomId } of rooms) {
    const { state, version } = await loadRoom(trx, roomId, { people: [userId] });
    const events = decideErasure({ userId, successorId: await successorIn(trx, roomId, userId) }, state);
    await appendRoomEvents(trx, { roomId, expectedVersion: version, events, metadata: { actor_id: userId } });
  }
}

/** Who would own the room: the admin who is in it for longest, else the member. */
async function successorIn(trx: Trx, roomId: RoomId, userId: UserId): Promise<UserId | undefined> {
  const successor = await trx
    .selectFrom('memberships')
    .select('user_id')
    .where('room_id', '=', roomId)
    .where('user_id', '<>', userId)
    .orderBy('role_rank')
    .orderBy('joined_at')
    .orderBy('user_id')
    .limit(1)
    .executeTakeFirst();
  return successor?.user_id;
}

/** `users`: the row stays for direct rooms and says no more. */
async function forgetName(trx: Trx, { user_id: id, at }: UserDeleted): Promise<void> {
  const forgotten = { ...deletedProfile, deleted_at: new Date(at) };
  await trx
    .insertInto('users')
    .values({ id, ...forgotten })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(forgotten))
    .execute();
}

/** `idempotency_keys`: made up by the person's own programs. */
async function forgetIdempotencyKeys(trx: Trx, userId: UserId): Promise<void> {
  await trx.deleteFrom('idempotency_keys').where('user_id', '=', userId).execute();
}
