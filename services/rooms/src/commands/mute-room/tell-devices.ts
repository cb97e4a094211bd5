import { type RoomId, subjects, type UserId, type UserSignal } from '@parley/contracts';
import type { RoomsDependencies } from '../../dependencies.ts';

/** The person's other devices, where they are connected. A lost signal is made good by the next reading of the room or the list. */
export function tellDevices(
  { nc }: Pick<RoomsDependencies['nats'], 'nc'>,
  userId: UserId,
  mute: { room_id: RoomId; muted: boolean; muted_until: string | null },
): void {
  const signal: UserSignal = { kind: 'room.muted', ...mute };
  nc.publish(subjects.user(userId), JSON.stringify(signal));
}
