import { useSyncExternalStore } from 'react';

const tickMs = 20_000;
const listeners = new Set<() => void>();
let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;

const tick = () => {
  now = new Date();
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, moving on a few times a minute: one timer for everything that shows how long ago something was. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}
