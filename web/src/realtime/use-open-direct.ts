import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useChat } from './chat-context.tsx';
import { parley } from './parley.ts';

/** The conversation with one person, new or not; it is known here before it is shown. */
export function useOpenDirect(onOpened?: () => void) {
  const { chat } = useChat();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (userId: string) => {
      const direct = await parley.rooms.create({ type: 'direct', member_ids: [userId] });
      await chat.loadRoom(direct.id);
      return direct.id;
    },
    onSuccess: (roomId) => {
      onOpened?.();
      void navigate(`/chat/${roomId}`);
    },
  });
}
