import { type PersistedArea, type Persistence, persistedAreas } from './persistence.ts';
import { webLockTurns } from './turns.ts';

/** Of the areas, not of what lies in them: values say for themselves of which shape they are. */
const databaseVersion = 2;

/**
 * The browser's database `name`: one per person, so that a shared machine never sends one's messages as another.
 * A database that can't be opened (private windows of some browsers, a tab of an older version that won't let go) fails every
 * call; callers go on without.
 */
export function indexedDbPersistence(name: string): Persistence {
  let opened: Promise<IDBDatabase> | undefined;
  let isWiped = false;
  const database = () => {
    opened ??= open(name, () => {
      opened = undefined;
    });
    return opened;
  };
  const transact = async (areas: readonly PersistedArea[], mode: IDBTransactionMode) => {
    // Somebody signed out: what a tab writes late must not come back.
    if (isWiped && mode === 'readwrite') throw new Error('wiped');
    return (await database()).transaction(areas, mode);
  };
  const turns = webLockTurns(name);

  return {
    async load(area) {
      const entries = (await transact([area], 'readonly')).objectStore(area);
      const keys = promised(entries.getAllKeys());
      const values = await promised(entries.getAll());
      return (await keys).map((key, index) => [String(key), values[index]] as const);
    },
    async put(area, key, value) {
      const transaction = await transact([area], 'readwrite');
      transaction.objectStore(area).put(value, key);
      await done(transaction);
    },
    async remove(area, key) {
      const transaction = await transact([area], 'readwrite');
      transaction.objectStore(area).delete(key);
      await done(transaction);
    },
    async change(area, keys, next) {
      const transaction = await transact([area], 'readwrite');
      const entries = transaction.objectStore(area);
      for (const key of keys) {
        const reading = entries.get(key);
        // Within the callback, so that the transaction stays open between reading and writing.
        reading.addEventListener('success', () => {
          const value = next(key, reading.result);
          if (value === undefined) entries.delete(key);
          else if (value !== reading.result) entries.put(value, key);
        });
      }
      await done(transaction);
    },
    async wipe() {
      const transaction = await transact(persistedAreas, 'readwrite');
      isWiped = true;
      for (const area of persistedAreas) transaction.objectStore(area).clear();
      await done(transaction);
    },
    ...(turns ? { turns } : {}),
  };
}

function open(name: string, onClosed: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, databaseVersion);
  request.addEventListener('upgradeneeded', () => {
    for (const area of persistedAreas) {
      if (!request.result.objectStoreNames.contains(area)) request.result.createObjectStore(area);
    }
  });
  request.addEventListener('success', () => {
    // A tab of a newer version waits for this one to let go; the next call opens what there is then.
    request.result.addEventListener('versionchange', () => {
      request.result.close();
      onClosed();
    });
    request.result.addEventListener('close', onClosed);
  });
  request.addEventListener('error', onClosed);
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
    request.addEventListener('blocked', () => reject(new Error('a tab of an older version holds the database')));
  });
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('not written')));
  });
}
