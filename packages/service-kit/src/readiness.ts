import { setTimeout as delay } from 'node:timers/promises';

/** True (or no throw) means fine. Must be cheap: probes call it every few seconds. */
export type ReadinessCheck = () => boolean | undefined | Promise<boolean | undefined>;

export type Readiness = {
  /** Adds a check under a unique name; the returned function removes it. */
  register(name: string, check: ReadinessCheck): () => void;
  /** Names of the failing checks; empty means ready. */
  failing(): Promise<string[]>;
  /** From now on not ready: the process is going away. */
  drain(): void;
};

export function createReadiness(options: { timeoutMs?: number } = {}): Readiness {
  const timeoutMs = options.timeoutMs ?? 2_000;
  const checks = new Map<string, ReadinessCheck>();
  let draining = false;

  return {
    register(name, check) {
      if (checks.has(name)) throw new Error(`readiness check ${name} exists already`);
      checks.set(name, check);
      return () => void checks.delete(name);
    },
    async failing() {
      const results = await Promise.all([...checks].map(async ([name, check]) => ((await passes(check, timeoutMs)) ? [] : [name])));
      return [...(draining ? ['draining'] : []), ...results.flat()];
    },
    drain() {
      draining = true;
    },
  };
}

/** A check that hangs has failed: a probe must get its answer. */
async function passes(check: ReadinessCheck, timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    const late = delay(timeoutMs, false, { signal: timer.signal, ref: false });
    late.catch(() => undefined);
    return (await Promise.race([Promise.resolve().then(check), late])) !== false;
  } catch {
    return false;
  } finally {
    timer.abort();
  }
}
