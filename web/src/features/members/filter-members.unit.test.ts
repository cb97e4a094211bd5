import type { Member } from '@parley/contracts';
import { userIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { filterMembers } from './filter-members.ts';

const member = (nr: number, username: string, display_name: string): Member => ({
  id: userIdSchema.parse(`0199f3a0-0000-7000-8000-00000000000${nr}`),
  username,
  display_name,
  avatar_url: null,
  role: 'member',
  joined_at: '2026-11-01T00:00:00.000Z',
  status: 'offline',
  last_seen_at: null,
});
const ada = member(1, 'countess', 'Ada Lovelace');
const grace = member(2, 'grace', 'Grace Hopper');

describe('filtering members', () => {
  it('shows all for nothing typed', () => {
    expect(filterMembers([ada, grace], '  ')).toEqual([ada, grace]);
  });
  it('looks at the name and the username, in any case', () => {
    expect(filterMembers([ada, grace], 'LOVE')).toEqual([ada]);
    expect(filterMembers([ada, grace], 'count')).toEqual([ada]);
    expect(filterMembers([ada, grace], 'nobody')).toEqual([]);
  });
});
