import { type NotificationId, type RoomId, readCursorsRpc, type UserId } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';
import { sql } from 'kysely';
import { readUpTo, withdrawCauses } from '../notices/withdraw-causes.ts';
import type { NotificationsDatabase } from '../notifications-database.ts';

export type Asking = { db: NotificationsDatabase; nats: Nats; clock: () => Date };
type Place = { user_id: UserId; room_id: RoomId };

const placesPerRequest = 500;
/** Beyond any `seq`: whoever is not in the room has nothing to read there. */
const everything = 2_147_483_647;

/**
 * Asks how far people have read, now, and takes back what tells of less, or of rooms that they are not in (any more).
 * @throws RpcError `unavailable`
 */
export async function withdrawRead({ db, nats, clock }: Asking, places: readonly Place[]): Promise<NotificationId[]> {
  const changed: NotificationId[] = [];
  const wanted = [...new Map(places.map((place) => [`${place.user_id} ${place.room_id}`, place])).values()];
  for (let from = 0; from < wanted.length; from += placesPerRequest) {
    const part = wanted.slice(from, from + placesPerRequest);
    const { cursors } = await requestRpc(nats, readCursorsRpc, { places: part }, { timeoutMs: 3_000 });
    const known = new Map(cursors.map(({ user_id, room_id, last_read_seq }) => [`${user_id} ${room_id}`, last_read_seq]));
    const read = part.map((place) => ({ ...place, last_read_seq: known.get(`${place.user_id} ${place.room_id}`) ?? everything }));
    changed.push(...(await withdrawCauses(db, readUpTo(read), clock())));
  }
  return changed;
}

const roomsLookedAt = 200;

/** Before somebody's list is shown: a signal may have been lost. Without `messages`, the list is as good as the signals were. */
export async function refreshList(asking: Asking, userId: UserId): Promise<NotificationId[]> {
  const { rows } = await sql<Place>`
    select distinct n.user_id, n.room_id from notices n
     where n.user_id = ${userId} and n.room_id is not null and n.delivered_at is not null and n.withdrawn_at is null
       and n.kind in ('direct_message', 'mention', 'reply', 'message', 'reaction')
     limit ${roomsLookedAt}`.execute(asking.db);
  if (rows.length === 0) return [];
  try {
    return await withdrawRead(asking, rows);
  } catch (error) {
    if (error instanceof RpcError) return [];
    throw error;
  }
}
