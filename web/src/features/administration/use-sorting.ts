import { useState } from 'react';
import { type Direction, sortRows, type Value } from './sort-rows.ts';

export type Sorting = Direction & { sortBy(key: string): void };

/**
 * Orders the rows that are there. The server gives them newest first, page by page; a heading orders what was fetched so far, and
 * pressed again the other way round.
 */
export function useSorting<Row>(
  rows: readonly Row[],
  sortValue: (row: Row, key: string) => Value,
): { rows: readonly Row[]; sorting: Sorting } {
  const [direction, setDirection] = useState<Direction>({ key: undefined, isDescending: false });
  const sortBy = (key: string) => setDirection((now) => ({ key, isDescending: now.key === key && !now.isDescending }));
  return { rows: sortRows(rows, direction, sortValue), sorting: { ...direction, sortBy } };
}
