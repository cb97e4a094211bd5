import { useCallback } from 'react';
import { texts } from '../texts/texts.ts';
import { announce } from '../ui/announcer.tsx';
import { useChat } from './chat-context.tsx';

/** Every conversation, muted ones included, up to what is known of it here. */
export function useMarkAllRead(): () => void {
  const { chat } = useChat();
  return useCallback(() => {
    for (const room of chat.rooms.getSnapshot().values()) if (room.unreadCount > 0) chat.markRead(room.id);
    announce(texts.shortcuts.allMarkedRead);
  }, [chat]);
}
