/** Among those who share a place, at most one holds a name at a time; who ends without a word holds nothing any more. */
export type Turns = {
  /** Holds `name` until the function that this resolves with is called, or the holder ends. Waits for its turn. */
  hold(name: string): Promise<() => void>;
  /** Runs `run` while holding `name`; not at all while somebody else holds it. */
  ifFree(name: string, run: () => Promise<void>): Promise<void>;
};

/** Turns among the tabs of a browser, by its Web Locks; undefined where it has none. */
export function webLockTurns(scope: string): Turns | undefined {
  const locks = globalThis.navigator?.locks;
  if (!locks) return undefined;
  const nameOf = (name: string) => `${scope} ${name}`;
  return {
    hold: (name) =>
      new Promise((resolve, reject) => {
        // The lock is held for as long as the promise that is given back is open.
        locks.request(nameOf(name), () => new Promise<void>((release) => resolve(() => release()))).catch(reject);
      }),
    ifFree: async (name, run) => {
      await locks.request(nameOf(name), { ifAvailable: true }, async (lock) => {
        if (lock) await run();
      });
    },
  };
}

/** Turns within one process. */
export function createTurns(): Turns {
  const queues = new Map<string, Promise<void>>();
  const hold = async (name: string) => {
    const before = queues.get(name);
    let release = () => {};
    const mine = new Promise<void>((resolve) => {
      release = () => {
        if (queues.get(name) === mine) queues.delete(name);
        resolve();
      };
    });
    queues.set(name, mine);
    await before;
    return release;
  };
  return {
    hold,
    async ifFree(name, run) {
      if (queues.has(name)) return;
      const release = await hold(name);
      await run().finally(release);
    },
  };
}
