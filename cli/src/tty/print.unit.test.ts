import { describe, expect, it } from 'vitest';
import { table } from './print.ts';

describe('table', () => {
  it('makes columns as wide as what is in them, numbers to the right, and shows times and nothing', () => {
    const rows = [
      { service: 'auth', waiting: 3, since: new Date(0) },
      { service: 'messages', waiting: 1200, since: undefined },
    ];
    expect(table(rows).split('\n')).toEqual([
      'service   waiting  since',
      'auth            3  1970-01-01T00:00:00.000Z',
      'messages     1200',
    ]);
  });
});
