/** Several tabs hear of the same: one of them speaks, and none while somebody looks at any. */
const speaking = 'parley-alerts';
const looking = 'parley-looked-at';

/** Holds a lock for as long as `signal` lets it; waits for it as long as another tab has it. */
function hold(name: string, mode: LockMode, signal: AbortSignal, onHeld: () => void = () => undefined): void {
  navigator.locks
    .request(name, { mode, signal }, () => {
      onHeld();
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    })
    .catch(() => undefined);
}

/** `mayAlert`: this tab is the one to speak, and nobody looks at any tab. */
export function watchTabs(): { mayAlert(): Promise<boolean>; stop(): void } {
  const end = new AbortController();
  let isSpeaker = false;
  let look: AbortController | undefined;
  const hasAttention = () => document.visibilityState === 'visible' && document.hasFocus();
  const follow = () => {
    if (!hasAttention()) {
      look?.abort();
      look = undefined;
    } else if (!look) {
      look = new AbortController();
      hold(looking, 'shared', look.signal);
    }
  };
  if ('locks' in navigator) hold(speaking, 'exclusive', end.signal, () => (isSpeaker = true));
  else isSpeaker = true;
  const { signal } = end;
  window.addEventListener('focus', follow, { signal });
  window.addEventListener('blur', follow, { signal });
  document.addEventListener('visibilitychange', follow, { signal });
  if ('locks' in navigator) follow();
  return {
    async mayAlert() {
      if (!isSpeaker || hasAttention()) return false;
      if (!('locks' in navigator)) return true;
      const { held = [] } = await navigator.locks.query();
      return !held.some(({ name }) => name === looking);
    },
    stop() {
      look?.abort();
      end.abort();
    },
  };
}
