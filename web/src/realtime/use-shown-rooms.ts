import { useMemo } from 'react';
import { usePreferences } from '../ui/preferences.ts';
import { type KnownRoom, useRoomsByActivity } from './use-rooms.ts';

/** The person's rooms in the order in which they are listed, and in which the keys go through them. */
export function useShownRooms(): readonly KnownRoom[] {
  const rooms = useRoomsByActivity();
  const unreadFirst = usePreferences((preferences) => preferences.unreadFirst);
  return useMemo(
    () => (unreadFirst ? [...rooms.filter(isWaiting), ...rooms.filter((room) => !isWaiting(room))] : rooms),
    [rooms, unreadFirst],
  );
}

/** Unread, and not meant to be left alone. */
export function isWaiting({ unreadCount, info }: KnownRoom): boolean {
  return unreadCount > 0 && (!info.muted || info.mention_count > 0);
}

/** The room after (`1`) or before (`-1`) the current one, round and round; of those that count. */
export function neighbourOf(
  rooms: readonly KnownRoom[],
  current: string | undefined,
  step: 1 | -1,
  counts: (room: KnownRoom) => boolean = () => true,
): string | undefined {
  const at = rooms.findIndex((room) => room.id === current);
  const start = at < 0 && step === -1 ? 0 : at;
  for (let distance = 1; distance <= rooms.length; distance += 1) {
    const room = rooms[(((start + step * distance) % rooms.length) + rooms.length) % rooms.length];
    if (room && room.id !== current && counts(room)) return room.id;
  }
  return undefined;
}
