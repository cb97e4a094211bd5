/** Time as the client sees it; a test brings its own. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` after `delayMs`, once. Returns what cancels it. */
  after(delayMs: number, task: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
