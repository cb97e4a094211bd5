import type { StoreApi } from 'zustand';

/**
 * Has a store begin with what this browser kept of it, and keeps every change. A browser that keeps nothing begins anew each time.
 * @returns what reads it again, e.g. when another tab has changed it
 */
export function keepInBrowser<State extends object>(store: Pick<StoreApi<State>, 'setState' | 'subscribe'>, key: string): () => void {
  const read = () => {
    const kept = parseKept<State>(readItem(key));
    if (kept) store.setState(kept);
  };
  read();
  store.subscribe((state) => {
    try {
      localStorage.setItem(key, JSON.stringify({ state }));
    } catch {
      // Full, or switched off.
    }
  });
  return read;
}

function readItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function parseKept<State>(text: string | null): Partial<State> | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('state' in kept)) return undefined;
    return typeof kept.state === 'object' && kept.state !== null ? (kept.state as Partial<State>) : undefined;
  } catch {
    return undefined;
  }
}
