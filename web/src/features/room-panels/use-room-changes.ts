import type { LogEvent } from '@parley/contracts';
import { useEffect } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';

/** Calls when the room's log tells of something that counts, and when it started afresh, so that something may have been missed. */
export function useRoomChanges(roomId: string, counts: (event: LogEvent) => boolean, onChange: () => void): void {
  const { chat } = useChat();
  useEffect(() => {
    const stops = [
      chat.on('event', (event) => {
        if (event.room_id === roomId && counts(event)) onChange();
      }),
      chat.on('reset', (reset) => {
        if (reset.roomId === roomId) onChange();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [chat, roomId, counts, onChange]);
}
