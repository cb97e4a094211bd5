import { describe, expect, it } from 'vitest';
import { countFilters, readFilters, searchQuery, writeFilters } from './search-filters.ts';

const room = '0199f3a0-0000-7000-8000-000000000001';

describe('what is looked for', () => {
  it('survives the way through an address', () => {
    const filters = { q: 'the engine', room, from: 'grace', after: '2026-11-01', before: '2026-11-20', has: 'link' as const };
    expect(readFilters(writeFilters(filters))).toEqual(filters);
    expect(writeFilters({ q: '  ' }).toString()).toBe('');
  });

  it('takes nothing from an address that is nonsense', () => {
    expect(readFilters(new URLSearchParams('q=x&after=yesterday&has=money'))).toEqual({ q: 'x' });
  });

  it('is nothing without words', () => {
    expect(searchQuery({ q: '  ', from: 'grace' })).toBeUndefined();
  });

  it('includes both days of a span, by the calendar here', () => {
    const query = searchQuery({ q: 'x', after: '2026-03-28', before: '2026-03-29' });
    expect(new Date(query?.after ?? '')).toEqual(new Date(2026, 2, 28));
    expect(new Date(query?.before ?? '')).toEqual(new Date(2026, 2, 30));
  });

  it('names only what was chosen', () => {
    expect(searchQuery({ q: ' x ' })).toEqual({ q: 'x' });
    expect(searchQuery({ q: 'x', room, from: 'grace', has: 'file' })).toEqual({ q: 'x', room_id: room, from: 'grace', has: 'file' });
    expect(countFilters({ q: 'x', from: 'grace', has: undefined })).toBe(1);
  });
});
