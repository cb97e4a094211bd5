import type { Position } from '@parley/contracts';
import type pg from 'pg';
import { type RelayCursor, saveCursor } from './relay-cursor.ts';

const saveEveryMs = 250;

/** The cursor in memory, written through now and then: a write per batch would cost as much as the batch. */
export type CursorKeeper = {
  cursor(): RelayCursor;
  advance(position: Position, sequence: number): void;
  saveIfDue(): Promise<void>;
  save(): Promise<void>;
};

export function createCursorKeeper(connection: pg.ClientBase, start: RelayCursor): CursorKeeper {
  let cursor = start;
  let saved: RelayCursor | undefined;
  let savedAt = 0;

  async function save(): Promise<void> {
    if (saved === cursor) return;
    const writing = cursor;
    await saveCursor(connection, writing);
    saved = writing;
    savedAt = performance.now();
  }

  return {
    cursor: () => cursor,
    advance: (position, sequence) => {
      cursor = { ...cursor, position, sequence: Math.max(sequence, cursor.sequence) };
    },
    saveIfDue: async () => {
      if (saved !== cursor && performance.now() - savedAt >= saveEveryMs) await save();
    },
    save,
  };
}
