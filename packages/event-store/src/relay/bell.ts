/** Wakes one sleeper. A ring while nobody sleeps is remembered once. */
export type Bell = {
  ring(): void;
  /** Forgets a ring that nobody has heard: what it was for is about to be looked at. */
  hush(): void;
  /** Sleeps until a ring, `ms` have passed or `signal` ends. True when rung. */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
};

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;

  function ring(): void {
    rung = true;
    wake?.();
  }

  function hush(): void {
    rung = false;
  }

  async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!rung && !signal.aborted) await sleep(ms, signal);
    const woken = rung;
    rung = false;
    return woken;
  }

  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        wake = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
      wake = end;
    });
  }

  return { ring, hush, wait };
}
