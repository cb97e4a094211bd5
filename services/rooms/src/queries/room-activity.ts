import { type RoomId, type RoomPage, roomActivityRpc, roomPageRpc, type UserId } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';
import type { z } from 'zod';

export type RoomActivity = z.infer<typeof roomActivityRpc.reply>['rooms'][number];
/** What `messages` knows of rooms. A room that it has not heard of yet is absent: nothing has happened there. */
export type Activities = ReadonlyMap<RoomId, RoomActivity>;

const roomsPerRequest = 1_000;
const timeoutMs = 2_000;

/** @throws ProblemError `unavailable` when `messages` does not answer, or answers that it cannot */
export async function readRoomActivity(nats: Nats, userId: UserId, roomIds: readonly RoomId[]): Promise<Activities> {
  const activities = new Map<RoomId, RoomActivity>();
  for (let start = 0; start < roomIds.length; start += roomsPerRequest) {
    for (const room of await askMessages(nats, userId, roomIds.slice(start, start + roomsPerRequest))) activities.set(room.room_id, room);
  }
  return activities;
}

/** A page of a person's rooms as `messages` orders them. @throws ProblemError as above */
export function readRoomPage(
  nats: Nats,
  { userId, after, limit }: { userId: UserId; after: { placed_at: string; room_id: RoomId } | undefined; limit: number },
): Promise<RoomPage> {
  return orUnavailable(requestRpc(nats, roomPageRpc, { user_id: userId, after: after ?? null, limit }, { timeoutMs }));
}

async function askMessages(nats: Nats, userId: UserId, roomIds: RoomId[]): Promise<RoomActivity[]> {
  return (await orUnavailable(requestRpc(nats, roomActivityRpc, { user_id: userId, room_ids: roomIds }, { timeoutMs }))).rooms;
}

async function orUnavailable<Reply>(asked: Promise<Reply>): Promise<Reply> {
  try {
    return await asked;
  } catch (error) {
    // Whatever its reason, from here it is the same: what was asked for cannot be had just now.
    if (error instanceof RpcError) throw new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 1 });
    throw error;
  }
}
