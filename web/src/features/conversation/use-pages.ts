import { useCallback, useRef, useState } from 'react';

/** Pages that are loaded one at a time: the next one once this one is there, or was asked for again. */
export type Pages = { state: 'idle' | 'loading' | 'failed'; load(): void };

export function usePages(loadOne: () => Promise<void>): Pages {
  const [state, setState] = useState<Pages['state']>('idle');
  const isLoading = useRef(false);
  const load = useCallback(() => {
    if (isLoading.current) return;
    isLoading.current = true;
    setState('loading');
    loadOne()
      .then(
        () => setState('idle'),
        () => setState('failed'),
      )
      .finally(() => {
        isLoading.current = false;
      });
  }, [loadOne]);
  return { state, load };
}
