/**
 * A value that changes. `getSnapshot` returns the same object until the next change, so that it fits React's
 * `useSyncExternalStore`; nothing here knows React.
 */
export type Store<T> = {
  getSnapshot(): T;
  /** `listener` runs after changes, once for all those of one turn of the event loop's microtasks. Returns what ends it. */
  subscribe(listener: () => void): () => void;
};

export type WritableStore<T> = Store<T> & { set(value: T): void; update(change: (value: T) => T): void };

export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = createListeners();
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    listeners.notify();
  };
  return { getSnapshot: () => value, subscribe: listeners.subscribe, set, update: (change) => set(change(value)) };
}

/** Listeners that are told once per burst: a sync of a thousand events draws the screen once. */
export function createListeners() {
  const listeners = new Set<() => void>();
  let scheduled = false;
  const tell = () => {
    scheduled = false;
    for (const listener of [...listeners]) listener();
  };
  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    notify(): void {
      if (scheduled || listeners.size === 0) return;
      scheduled = true;
      queueMicrotask(tell);
    },
  };
}

/** Resolves with the first value that `accept` takes, at once if it is there already. */
export function until<T>(store: Store<T>, accept: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const now = store.getSnapshot();
    if (accept(now)) {
      resolve(now);
      return;
    }
    const unsubscribe = store.subscribe(() => {
      const value = store.getSnapshot();
      if (!accept(value)) return;
      unsubscribe();
      resolve(value);
    });
  });
}
