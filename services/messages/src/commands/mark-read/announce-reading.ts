import { type ReadSignal, type ReadState, type RoomId, subjects, type UserId, type UserSignal } from '@parley/contracts';
import type { MessagesDependencies } from '../../dependencies.ts';

type Nats = Pick<MessagesDependencies['nats'], 'nc'>;

/** To the person's own devices. A lost signal is made good by the next `ready`. */
export function tellDevices(
  nats: Nats,
  userId: string,
  roomId: RoomId,
  { state, movedBack }: { state: ReadState; movedBack: boolean },
): void {
  const { last_read_at: _at, ...counts } = state;
  const back = movedBack ? { moved_back: true as const } : {};
  const signal: UserSignal = { kind: 'read.updated', room_id: roomId, ...counts, ...back };
  nats.nc.publish(subjects.user(userId), JSON.stringify(signal));
}

/** To everybody in a room that shows receipts. */
export function tellRoom(nats: Nats, signal: { room_id: string; user_id: string; last_read_seq: number }): void {
  const { room_id, user_id, last_read_seq } = signal;
  const read: ReadSignal = { room_id: room_id as RoomId, user_id: user_id as UserId, last_read_seq };
  nats.nc.publish(subjects.reading(room_id), JSON.stringify(read));
}
