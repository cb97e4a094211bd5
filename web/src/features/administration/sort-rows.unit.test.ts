import { describe, expect, it } from 'vitest';
import { sortRows } from './sort-rows.ts';

const rows = [
  { name: 'b', count: 10 },
  { name: 'a', count: null },
  { name: 'c', count: 9 },
];
const sortValue = (row: (typeof rows)[number], key: string) => (key === 'name' ? row.name : row.count);
const names = (key: string | undefined, isDescending = false) => sortRows(rows, { key, isDescending }, sortValue).map(({ name }) => name);

describe('rows', () => {
  it('stay as the server gave them until a heading is pressed', () => {
    expect(names(undefined)).toEqual(['b', 'a', 'c']);
  });

  it('are ordered by words and by numbers, both ways', () => {
    expect(names('name')).toEqual(['a', 'b', 'c']);
    expect(names('name', true)).toEqual(['c', 'b', 'a']);
  });

  it('come last without a value, whichever way round', () => {
    expect(names('count')).toEqual(['c', 'b', 'a']);
    expect(names('count', true)).toEqual(['b', 'c', 'a']);
  });
});
