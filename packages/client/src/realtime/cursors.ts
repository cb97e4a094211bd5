import type { Clock } from '../clock.ts';
import type { Persistence } from '../persistence/persistence.ts';

export type Cursors = { epoch: string; positions: Readonly<Record<string, number>> };

/** @returns undefined when nothing usable was kept */
export async function loadCursors(persistence: Persistence): Promise<Cursors | undefined> {
  const stored = await persistence.load('cursors').catch(() => []);
  const value = stored.find(([key]) => key === 'all')?.[1];
  if (typeof value !== 'object' || value === null || !('epoch' in value) || !('positions' in value)) return undefined;
  const { epoch, positions } = value;
  if (typeof epoch !== 'string' || typeof positions !== 'object' || positions === null) return undefined;
  return { epoch, positions: Object.fromEntries(Object.entries(positions).filter(([, seq]) => Number.isInteger(seq))) };
}

/** What was read without a connection, by room. */
export async function loadReading(persistence: Persistence): Promise<Readonly<Record<string, number>>> {
  const stored = await persistence.load('cursors').catch(() => []);
  const value = stored.find(([key]) => key === 'reading')?.[1];
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, seq]) => Number.isInteger(seq)));
}

export async function saveReading(persistence: Persistence, pending: Readonly<Record<string, number>>): Promise<void> {
  const isEmpty = Object.keys(pending).length === 0;
  await persistence.change('cursors', ['reading'], () => (isEmpty ? undefined : pending)).catch(() => undefined);
}

const saveEveryMs = 1_000;

/**
 * Keeps positions at most once a second: one that is a little old only means that some events are read again.
 * They are kept after the handlers have run, so that a program sees every event at least once.
 */
export function createCursorKeeper(options: { persistence: Persistence; clock: Clock; read: () => Cursors | undefined }) {
  const { persistence, clock, read } = options;
  let planned: (() => void) | undefined;
  const save = async () => {
    planned = undefined;
    const cursors = read();
    if (cursors) await persistence.put('cursors', 'all', cursors).catch(() => undefined);
  };
  return {
    changed() {
      planned ??= clock.after(saveEveryMs, () => void save());
    },
    async flush() {
      planned?.();
      await save();
    },
  };
}
