import { friendRequestIdSchema, userIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import type { Relationships } from '../../realtime/relationships.ts';
import { friendNews } from './friend-news.ts';

const ada = {
  id: userIdSchema.parse('0199f3a0-0000-7000-8000-000000000001'),
  username: 'ada',
  display_name: 'Ada',
  avatar_url: null,
};
const at = '2026-11-21T08:00:00.000Z';
const nothing: Relationships = { friends: [], requests: [], blocks: [] };
const request = (direction: 'incoming' | 'outgoing') => ({
  id: friendRequestIdSchema.parse('0199f3a0-0000-7000-8000-0000000000e1'),
  direction,
  user: ada,
  created_at: at,
});

describe('news about friends', () => {
  it('is a request that came and one that was accepted, not what one did oneself', () => {
    const asked = { ...nothing, requests: [request('incoming')] };
    expect(friendNews(nothing, asked)).toEqual(['Ada wants to be friends']);
    expect(friendNews(asked, asked)).toEqual([]);
    expect(friendNews(nothing, { ...nothing, requests: [request('outgoing')] })).toEqual([]);
    const friends = { ...nothing, friends: [{ ...ada, status: 'online' as const, last_seen_at: null, friends_since: at }] };
    expect(friendNews({ ...nothing, requests: [request('outgoing')] }, friends)).toEqual(['You and Ada are friends now']);
  });
});
