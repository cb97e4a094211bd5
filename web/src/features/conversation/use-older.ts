import { useCallback, useRef, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';

export type Older = { state: 'idle' | 'loading' | 'failed'; load(): void };

/** Loads what came before, one page at a time. */
export function useOlder(roomId: string): Older {
  const { chat } = useChat();
  const [state, setState] = useState<Older['state']>('idle');
  const isLoading = useRef(false);
  const load = useCallback(() => {
    if (isLoading.current) return;
    isLoading.current = true;
    setState('loading');
    chat
      .loadOlder(roomId)
      .then(
        () => setState('idle'),
        () => setState('failed'),
      )
      .finally(() => {
        isLoading.current = false;
      });
  }, [chat, roomId]);
  return { state, load };
}
