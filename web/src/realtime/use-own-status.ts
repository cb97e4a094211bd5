import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useChat } from './chat-context.tsx';
import { type OwnStatus, ownStatusFrom } from './own-status.ts';
import { parley } from './parley.ts';

const storageKey = (userId: string) => `parley.status.${userId}`;
const rereadMs = 60_000;

/** What the person wants to be shown as, here or as chosen on another device. */
export function useOwnStatus(): { status: OwnStatus; choose(status: OwnStatus): Promise<void> } {
  const { chat, viewer } = useChat();
  const queries = useQueryClient();
  const queryKey = ['own-status', viewer.id];
  const reading = useQuery({
    queryKey,
    queryFn: async () => {
      const { items } = await parley.presence.get([viewer.id]);
      return ownStatusFrom(items[0]?.status, localStorage.getItem(storageKey(viewer.id)));
    },
    refetchInterval: rereadMs,
  });
  return {
    status: reading.data ?? 'online',
    async choose(status) {
      await chat.request('presence.set', { status });
      localStorage.setItem(storageKey(viewer.id), status);
      queries.setQueryData(queryKey, status);
    },
  };
}
