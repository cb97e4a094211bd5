import type { Store } from '@parley/client';
import { useSyncExternalStore } from 'react';

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

/** A part of a store. `select` must give the same value for the same state: pick, don't build. */
export function useSelected<T, Part>(store: Store<T>, select: (value: T) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.getSnapshot()));
}
