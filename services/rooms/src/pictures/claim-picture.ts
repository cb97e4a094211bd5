import { claimMediaRpc, type MediaId, type RoomId, type UserId } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';

export type PictureClaim = { userId: UserId; pictureId: MediaId; roomId?: RoomId | undefined; traceparent?: string | undefined };

const timeoutMs = 2_000;

/**
 * Makes an upload of this person the picture of a room, before the room records it. Claiming the same again is no fault; what is claimed
 * and then not recorded is swept by `media`.
 * @throws ProblemError `unprocessable` when it is not theirs or no room picture; `unavailable` when `media` does not answer
 */
export async function claimPicture(nats: Nats, { userId, pictureId, roomId, traceparent }: PictureClaim): Promise<{ url: string }> {
  const request = {
    user_id: userId,
    id: pictureId,
    purpose: 'room_picture' as const,
    ...(roomId === undefined ? {} : { room_id: roomId }),
  };
  try {
    return { url: (await requestRpc(nats, claimMediaRpc, request, { timeoutMs, traceparent })).url };
  } catch (error) {
    const refused = error instanceof RpcError && (error.code === 'not_found' || error.code === 'conflict');
    throw refused ? new ProblemError('unprocessable', 'There is no such picture of yours, or it belongs to another room') : error;
  }
}
