import { friendRequestIdSchema, userIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { ownStatusFrom } from './own-status.ts';
import { type Relationships, standingOf } from './relationships.ts';

const adaId = userIdSchema.parse('0199f3a0-0000-7000-8000-000000000001');
const requestId = friendRequestIdSchema.parse('0199f3a0-0000-7000-8000-0000000000e1');
const ada = { id: adaId, username: 'ada', display_name: 'Ada', avatar_url: null };
const at = '2026-11-21T08:00:00.000Z';
const nothing: Relationships = { friends: [], requests: [], blocks: [] };
const friend = { ...ada, status: 'online' as const, last_seen_at: null, friends_since: at };

describe('how one stands to somebody', () => {
  it('is nothing, a request with its direction, or friendship', () => {
    expect(standingOf(nothing, adaId)).toEqual({ kind: 'none' });
    const requests = [{ id: requestId, direction: 'incoming' as const, user: ada, created_at: at }];
    expect(standingOf({ ...nothing, requests }, adaId)).toEqual({ kind: 'incoming', requestId });
    expect(standingOf({ ...nothing, friends: [friend] }, adaId)).toEqual({ kind: 'friends' });
  });

  it('is a block before anything else', () => {
    expect(standingOf({ friends: [friend], requests: [], blocks: [{ user: ada, blocked_at: at }] }, adaId)).toEqual({ kind: 'blocked' });
  });
});

describe('the own status', () => {
  it('is what the server shows', () => {
    expect(ownStatusFrom('busy', 'invisible')).toBe('busy');
    expect(ownStatusFrom('online', 'invisible')).toBe('online');
  });
  it('is what this browser remembers, where the server shows nobody', () => {
    expect(ownStatusFrom('offline', 'invisible')).toBe('invisible');
    expect(ownStatusFrom('offline', 'busy')).toBe('online');
    expect(ownStatusFrom(undefined, null)).toBe('online');
  });
});
