import { create } from 'zustand';
import { keepInBrowser } from '../ui/keep-in-browser.ts';

const keep = 30;

/** Which conversations were opened last, on this device. Newest first. */
export const useRecentRooms = create<{ ids: readonly string[] }>()(() => ({ ids: [] }));
keepInBrowser(useRecentRooms, 'parley.recent-rooms');

export function rememberRoom(roomId: string): void {
  useRecentRooms.setState(({ ids }) => ({ ids: [roomId, ...ids.filter((id) => id !== roomId)].slice(0, keep) }));
}
