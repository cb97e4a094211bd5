import type { Account } from '@parley/contracts';
import { indexedDbPersistence } from './indexed-db-persistence.ts';
import { memoryPersistence, type Persistence } from './persistence.ts';

/**
 * What a device keeps of the person who uses it: who that is, so that a start without network shows their rooms, and a place for
 * everything else. It lasts until they sign out.
 */
export type Device = {
  /** Who was signed in last and has not signed out since. */
  account(): Account | null;
  remember(account: Account): void;
  /** The session is over: nothing of that person's stays. */
  wipe(): Promise<void>;
  /** The person's own place. The same one each time, until it is wiped. */
  persistence(userId: string): Persistence;
};

/** The account in `localStorage`, read at once; the rest in a database per person, `<name>-<user id>`. */
export function browserDevice(name: string): Device {
  const key = `${name}.account`;
  return createDevice({
    read: () => orElse(() => parseAccount(localStorage.getItem(key)), null),
    // A browser that keeps nothing shows the login page when it is offline, nothing worse.
    write: (account) =>
      orElse(() => (account ? localStorage.setItem(key, JSON.stringify(account)) : localStorage.removeItem(key)), undefined),
    open: (userId) => indexedDbPersistence(`${name}-${userId}`),
  });
}

/** For as long as the process lives. */
export function memoryDevice(): Device {
  let kept: Account | null = null;
  return createDevice({
    read: () => kept,
    write: (account) => {
      kept = account;
    },
    open: () => memoryPersistence(),
  });
}

type Places = { read(): Account | null; write(account: Account | null): void; open(userId: string): Persistence };

function createDevice({ read, write, open }: Places): Device {
  const opened = new Map<string, Persistence>();
  const persistence = (userId: string) => {
    const place = opened.get(userId) ?? open(userId);
    opened.set(userId, place);
    return place;
  };
  return {
    account: read,
    remember: write,
    persistence,
    async wipe() {
      const account = read();
      write(null);
      const places = account ? new Set([persistence(account.id), ...opened.values()]) : new Set(opened.values());
      opened.clear();
      await Promise.all([...places].map((place) => place.wipe().catch(() => undefined)));
    },
  };
}

function parseAccount(text: string | null): Account | null {
  const value: unknown = text === null ? null : JSON.parse(text);
  const isAccount = typeof value === 'object' && value !== null && 'id' in value && 'username' in value;
  return isAccount && typeof value.id === 'string' && typeof value.username === 'string' ? (value as Account) : null;
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
