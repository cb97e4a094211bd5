import { useRef } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { mentionablePeople } from './completion/mentionable.ts';
import type { CompletionSources } from './completion/use-completion.ts';

/** Who can be called in a room. Its members are read when somebody is first looked for. */
export function useCompletionSources(room: KnownRoom): Omit<CompletionSources, 'hasCommands'> {
  const { chat, viewer } = useChat();
  const asked = useRef(false);
  return {
    hasEverybody: room.type !== 'direct',
    people() {
      if (!asked.current && room.members === null) {
        asked.current = true;
        void chat.loadMembers(room.id).catch(() => undefined);
      }
      return mentionablePeople(room, viewer.id);
    },
  };
}
