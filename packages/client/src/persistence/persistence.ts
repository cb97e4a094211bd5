import { createTurns, type Turns } from './turns.ts';

/**
 * Where a client keeps what must survive its end: unsent messages, positions, drafts, and what was read last. Values are plain
 * JSON data. Losing everything is safe (it costs unsent messages and a fresh load), so that failures to write are not fatal.
 */
export const persistedAreas = ['outbox', 'cursors', 'drafts', 'rooms'] as const;
export type PersistedArea = (typeof persistedAreas)[number];
export type Persistence = {
  /** Every value of the area with its key, in no particular order. */
  load(area: PersistedArea): Promise<ReadonlyArray<readonly [key: string, value: unknown]>>;
  put(area: PersistedArea, key: string, value: unknown): Promise<void>;
  remove(area: PersistedArea, key: string): Promise<void>;
  /** What is kept of each key becomes what `next` makes of it, in one step for all who share the place; undefined removes it. */
  change(area: PersistedArea, keys: readonly string[], next: (key: string, kept: unknown) => unknown): Promise<void>;
  /** Everything, for good: what is still on its way through this object is not written any more. */
  wipe(): Promise<void>;
  /** Where several tabs share the place: who of them does what one alone may do. */
  turns?: Turns;
};

/** Nothing survives the process; several connections in turn may share one, and with `isShared` several at once, as tabs do. */
export function memoryPersistence({ isShared = false } = {}): Persistence {
  const areas = new Map(persistedAreas.map((area) => [area, new Map<string, unknown>()]));
  let isWiped = false;
  /** Nowhere, once it is wiped. */
  const of = (area: PersistedArea) => (isWiped ? undefined : areas.get(area)) ?? new Map<string, unknown>();
  return {
    load: async (area) => [...of(area)].map(([key, value]) => [key, structuredClone(value)] as const),
    put: async (area, key, value) => {
      of(area).set(key, structuredClone(value));
    },
    remove: async (area, key) => {
      of(area).delete(key);
    },
    change: async (area, keys, next) => {
      for (const key of keys) {
        const value = next(key, structuredClone(of(area).get(key)));
        if (value === undefined) of(area).delete(key);
        else of(area).set(key, structuredClone(value));
      }
    },
    wipe: async () => {
      isWiped = true;
      for (const area of areas.values()) area.clear();
    },
    ...(isShared ? { turns: createTurns() } : {}),
  };
}
