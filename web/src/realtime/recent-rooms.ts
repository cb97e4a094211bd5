import { create } from 'zustand';
import { persist } from 'zustand/middleware';

const keep = 30;

/** Which conversations were opened last, on this device. Newest first. */
export const useRecentRooms = create<{ ids: readonly string[] }>()(
  persist((): { ids: readonly string[] } => ({ ids: [] }), { name: 'parley.recent-rooms' }),
);

export function rememberRoom(roomId: string): void {
  useRecentRooms.setState(({ ids }) => ({ ids: [roomId, ...ids.filter((id) => id !== roomId)].slice(0, keep) }));
}
