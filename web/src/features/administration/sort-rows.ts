export type Value = string | number | null;
export type Direction = { key: string | undefined; isDescending: boolean };

/** What has no value comes last, whichever way round. Rows that are alike keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  { key, isDescending }: Direction,
  sortValue: (row: Row, key: string) => Value,
): readonly Row[] {
  if (key === undefined) return rows;
  return rows.toSorted((left, right) => {
    const [a, b] = [sortValue(left, key), sortValue(right, key)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return isDescending ? compare(b, a) : compare(a, b);
  });
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
