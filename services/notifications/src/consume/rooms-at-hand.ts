import { type RoomId, roomIdSchema, type UserId } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import type { Trx } from '../notifications-database.ts';

export type RoomAtHand = {
  direct: boolean;
  /** Of a direct room both; of others those who want to hear of every message. */
  listeners: readonly UserId[];
};
export type RoomsAtHand = ReadonlyMap<string, RoomAtHand>;

/**
 * What a plain message of each room of a batch needs, in two queries for all of them: nearly every message needs no more than that. A room
 * that is not known here yet is asked for at its owner, once.
 */
export async function readRoomsAtHand(trx: Trx, events: readonly ConsumedEvent[], catchUpRooms: () => Promise<void>): Promise<RoomsAtHand> {
  const ids = [...new Set(events.map(({ streamId }) => roomIdSchema.parse(streamId)))];
  if (ids.length === 0) return new Map();
  let known = await readTypes(trx, ids);
  if (known.length < ids.length) {
    await catchUpRooms();
    known = await readTypes(trx, ids);
  }
  const direct = new Set<RoomId>(known.filter(({ type }) => type === 'direct').map(({ room_id }) => room_id));
  const members = await trx
    .selectFrom('members')
    .select(['room_id', 'user_id'])
    .where('room_id', 'in', ids)
    .where((eb) => eb.or([eb('wants_all', '=', true), ...(direct.size === 0 ? [] : [eb('room_id', 'in', [...direct])])]))
    .execute();
  const listeners = Map.groupBy(members, ({ room_id }) => room_id);
  return new Map(ids.map((id) => [id, { direct: direct.has(id), listeners: (listeners.get(id) ?? []).map(({ user_id }) => user_id) }]));
}

function readTypes(trx: Trx, ids: readonly RoomId[]) {
  return trx.selectFrom('rooms').select(['room_id', 'type']).where('room_id', 'in', ids).execute();
}
