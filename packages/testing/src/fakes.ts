export type FakeClock = {
  /** The current fake time; a new object each call, as from a real clock. */
  now(): Date;
  advance(ms: number): void;
  set(time: string | Date): void;
};

/** Time stands still until the test moves it. */
export function createFakeClock(start: string | Date = '2026-01-01T00:00:00.000Z'): FakeClock {
  let nowMs = new Date(start).getTime();
  return {
    now: () => new Date(nowMs),
    advance: (ms) => {
      nowMs += ms;
    },
    set: (time) => {
      nowMs = new Date(time).getTime();
    },
  };
}

/** UUIDs of version 7 that count up: the same in every run, sorted as they were made, readable in a failure. */
export function createIdSource(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `01900000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}

/** Waits until `probe` returns something; for effects that travel between processes. Names what was waited for when it gives up. */
export async function eventually<Value>(
  what: string,
  probe: () => Promise<Value | undefined> | Value | undefined,
  timeoutMs = 10_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  let lastFault: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
      lastFault = undefined;
    } catch (error) {
      lastFault = error;
    }
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`, { cause: lastFault });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
