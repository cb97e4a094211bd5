/**
 * Where a client keeps what must survive its end: unsent messages and positions. Values are plain JSON data.
 * Losing everything is safe (it costs unsent messages and a fresh load), so that failures to write are not fatal.
 */
export type PersistedArea = 'outbox' | 'cursors';
export type Persistence = {
  /** Every value of the area with its key, in no particular order. */
  load(area: PersistedArea): Promise<ReadonlyArray<readonly [key: string, value: unknown]>>;
  put(area: PersistedArea, key: string, value: unknown): Promise<void>;
  remove(area: PersistedArea, key: string): Promise<void>;
};

/** Nothing survives the process; several connections in turn may share one. */
export function memoryPersistence(): Persistence {
  const areas = { outbox: new Map<string, unknown>(), cursors: new Map<string, unknown>() };
  return {
    load: async (area) => [...areas[area]].map(([key, value]) => [key, structuredClone(value)] as const),
    put: async (area, key, value) => {
      areas[area].set(key, structuredClone(value));
    },
    remove: async (area, key) => {
      areas[area].delete(key);
    },
  };
}
