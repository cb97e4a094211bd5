import { describe, expect, it } from 'vitest';
import { messageQuery, readMessageFilters, writeMessageFilters } from './message-query.ts';

describe('what an administrator looks for', () => {
  it('stands in the address, and comes back from it', () => {
    const filters = { room: 'r', sender: undefined, since: '2026-11-01', until: '2026-11-02' };
    expect(readMessageFilters(writeMessageFilters(filters))).toEqual(filters);
    expect(readMessageFilters(new URLSearchParams('since=yesterday&until='))).toEqual({});
  });

  it('includes both days, by the calendar here', () => {
    expect(messageQuery({ sender: 'ada', since: '2026-11-01', until: '2026-11-30' })).toEqual({
      sender_id: 'ada',
      since: new Date(2026, 10, 1).toISOString(),
      until: new Date(2026, 11, 1).toISOString(),
    });
    expect(messageQuery({})).toEqual({});
  });
});
