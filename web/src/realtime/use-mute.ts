import { useMutation } from '@tanstack/react-query';
import { useChat } from './chat-context.tsx';
import { type MuteChoice, muteUntil } from './mute-until.ts';
import { parley } from './parley.ts';

export { muteChoices } from './mute-until.ts';

/** One's own affair, and so no event of the room: it is read again afterwards. */
export function useMute(roomId: string) {
  const { chat } = useChat();
  return useMutation({
    mutationFn: async (choice: MuteChoice | 'unmute') => {
      if (choice === 'unmute') await parley.rooms.unmute(roomId);
      else await parley.rooms.mute(roomId, muteUntil(choice, new Date()));
      await chat.loadRoom(roomId);
    },
  });
}
