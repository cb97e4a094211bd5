import { type Friend, userIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { groupFriends } from './sort-friends.ts';

const friend = (nr: number, display_name: string, status: Friend['status']): Friend => ({
  id: userIdSchema.parse(`0199f3a0-0000-7000-8000-00000000000${nr}`),
  username: `user_${nr}`,
  display_name,
  avatar_url: null,
  status,
  last_seen_at: null,
  friends_since: '2026-11-01T00:00:00.000Z',
});

describe('the list of friends', () => {
  const ada = friend(1, 'Ada', 'online');
  const grace = friend(2, 'Grace', 'offline');
  const mary = friend(3, 'Mary', 'busy');

  it('has those who are there first, busy or not, each part by name', () => {
    const { online, others } = groupFriends([mary, grace, ada], new Map());
    expect(online.map((one) => one.display_name)).toEqual(['Ada', 'Mary']);
    expect(others.map((one) => one.display_name)).toEqual(['Grace']);
  });

  it('believes what was heard since it was read', () => {
    const heard = new Map([
      [ada.id as string, { status: 'offline' as const, lastSeenAt: '2026-11-21T08:00:00.000Z' }],
      [grace.id as string, { status: 'away' as const, lastSeenAt: null }],
    ]);
    const { online, others } = groupFriends([ada, grace], heard);
    expect(online.map((one) => one.display_name)).toEqual(['Grace']);
    expect(others[0]?.presence.lastSeenAt).toBe('2026-11-21T08:00:00.000Z');
  });
});
