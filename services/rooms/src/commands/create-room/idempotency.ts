import type { RoomId, UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { sql, type Transaction } from 'kysely';
import { lockName } from '../../room-store/lock-name.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';

/** How long a key stands for its first request. Afterwards it may name another. */
export const idempotencyWindowHours = 24;

/** 201: made now. 200: the two people have had this direct room already. */
export type CreatedRoom = { roomId: RoomId; status: 200 | 201 };

type KeyedRequest = { actorId: UserId; idempotencyKey?: string | undefined; requestHash: string };

/**
 * The answer that this key was given before, if any. Holds the key's lock until the transaction ends, so that a repeat that comes
 * while the first is still under way waits for its answer.
 *
 * @throws ProblemError `idempotency_mismatch` when the key stands for another request
 */
export async function rememberedAnswer(trx: Transaction<RoomsDatabase>, request: KeyedRequest): Promise<CreatedRoom | undefined> {
  const { actorId, idempotencyKey: key, requestHash } = request;
  if (key === undefined) return undefined;
  await lockName(trx, `idempotency:${actorId}:${key}`);
  const found = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'room_id', 'status'])
    .where('user_id', '=', actorId)
    .where('key', '=', key)
    .where('created_at', '>', windowStart)
    .executeTakeFirst();
  if (!found) return undefined;
  if (found.request_hash !== requestHash) throw new ProblemError('idempotency_mismatch', 'This Idempotency-Key was used for another room');
  return toAnswer(found.room_id, found.status);
}

export async function rememberAnswer(trx: Transaction<RoomsDatabase>, request: KeyedRequest & { answer: CreatedRoom }): Promise<void> {
  if (request.idempotencyKey === undefined) return;
  const { roomId, status } = request.answer;
  const answer = { request_hash: request.requestHash, room_id: roomId, status, created_at: sql<Date>`now()` };
  await trx
    .insertInto('idempotency_keys')
    .values({ user_id: request.actorId, key: request.idempotencyKey, ...answer })
    .onConflict((conflict) => conflict.columns(['user_id', 'key']).doUpdateSet(answer))
    .execute();
}

export const windowStart = sql<Date>`now() - make_interval(hours => ${idempotencyWindowHours})`;

function toAnswer(roomId: RoomId, status: number): CreatedRoom {
  return { roomId, status: status === 201 ? 201 : 200 };
}
