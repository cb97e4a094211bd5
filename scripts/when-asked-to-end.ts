/** Ctrl+C in a terminal reaches every process of the group, npm passes it on once more, and so does our parent: one wish, three signals. */
const sameWishMs = 700;

/**
 * Calls `end` when we are asked to stop, or when the process that started us is gone (it holds the other end of a channel).
 * `insist` is called when somebody asks again.
 */
export function whenAskedToEnd(end: (cause: string) => void, insist: () => void): void {
  let firstAskedAt: number | undefined;
  const asked = (cause: string) => {
    if (firstAskedAt === undefined) {
      firstAskedAt = performance.now();
      end(cause);
    } else if (performance.now() - firstAskedAt > sameWishMs) insist();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal));
  process.once('disconnect', () => asked('the parent process ended'));
  // The channel alone is no reason to stay alive.
  process.channel?.unref();
}
