import type { RoomState } from '@parley/client';
import { useState } from 'react';

/**
 * Where the divider stands: after what was read when the room was opened, or when the first message came that nobody
 * looked at. It stays while somebody reads; reading moves the cursor, not the divider.
 */
export function useUnreadDivider(room: RoomState | undefined, attentive: boolean): number | null {
  const [divider, setDivider] = useState(() => (room && room.unreadCount > 0 ? room.lastReadSeq : null));
  const [wasRead, setWasRead] = useState(() => room?.unreadCount === 0);
  const isRead = room?.unreadCount === 0;
  // Adjusted while rendering, as React has it for state that follows a prop: no frame shows the old one.
  if (room && isRead !== wasRead) {
    setWasRead(isRead);
    if (!isRead && (!attentive || divider === null)) setDivider(attentive ? null : room.lastReadSeq);
  }
  return divider;
}
