import type { PresenceNow, RoomInfo, RoomState, Typist } from '@parley/client';
import { useMemo } from 'react';
import { useChat } from './chat-context.tsx';
import { useSelected, useStore } from './use-store.ts';

/** A room with its name and preview read. */
export type KnownRoom = RoomState & { info: RoomInfo };

export function isKnown(room: RoomState | undefined): room is KnownRoom {
  return room?.info != null;
}

export function useRoom(roomId: string): RoomState | undefined {
  const { chat } = useChat();
  return useSelected(chat.rooms, (rooms) => rooms.get(roomId));
}

/** The person's rooms, the one with the latest activity first. */
export function useRoomsByActivity(): KnownRoom[] {
  const { chat } = useChat();
  const rooms = useStore(chat.rooms);
  return useMemo(() => sortByActivity([...rooms.values()].filter(isKnown)), [rooms]);
}

export function sortByActivity(rooms: readonly KnownRoom[]): KnownRoom[] {
  return [...rooms].sort((a, b) => compareText(b.info.last_activity_at, a.info.last_activity_at) || compareText(b.id, a.id));
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

const offline: PresenceNow = { status: 'offline', lastSeenAt: null };

export function usePresence(userId: string | undefined): PresenceNow {
  const { chat } = useChat();
  return useSelected(chat.presence, (people) => (userId === undefined ? undefined : people.get(userId))) ?? offline;
}

const nobody: readonly Typist[] = [];

export function useTypists(roomId: string): readonly Typist[] {
  const { chat } = useChat();
  return useSelected(chat.typing, (rooms) => rooms.get(roomId)) ?? nobody;
}
