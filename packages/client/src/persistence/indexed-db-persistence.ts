import type { PersistedArea, Persistence } from './persistence.ts';

const areas: readonly PersistedArea[] = ['outbox', 'cursors'];

/**
 * The browser's database `name`: one per person, so that a shared machine never sends one's messages as another.
 * A database that can't be opened (private windows of some browsers) fails every call; callers go on without.
 */
export function indexedDbPersistence(name: string): Persistence {
  let opened: Promise<IDBDatabase> | undefined;
  const database = () => {
    opened ??= open(name);
    return opened;
  };
  const store = async (area: PersistedArea, mode: IDBTransactionMode) => (await database()).transaction(area, mode).objectStore(area);
  return {
    async load(area) {
      const entries = await store(area, 'readonly');
      const keys = promised(entries.getAllKeys());
      const values = await promised(entries.getAll());
      return (await keys).map((key, index) => [String(key), values[index]] as const);
    },
    async put(area, key, value) {
      await promised((await store(area, 'readwrite')).put(value, key));
    },
    async remove(area, key) {
      await promised((await store(area, 'readwrite')).delete(key));
    },
  };
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => {
    for (const area of areas) request.result.createObjectStore(area);
  });
  return promised(request);
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}
