import type { Block, Friend, FriendRequest } from '@parley/contracts';
import { blockSchema, friendRequestSchema, friendSchema } from '@parley/contracts';

/** What the OpenAPI document shows of friends, requests and blocks. Parsed when the service starts, as the other examples. */
const grace = { id: '0199f3a0-0000-7000-8000-0000000000a2', username: 'grace', display_name: 'Grace Hopper', avatar_url: null };
const since = '2026-11-20T12:00:00.000Z';

export const friendExample: Friend = friendSchema.parse({ ...grace, status: 'online', last_seen_at: null, friends_since: since });

export const friendRequestExample: FriendRequest = friendRequestSchema.parse({
  id: '0199f3a0-0000-7000-8000-0000000000e1',
  direction: 'incoming',
  user: grace,
  created_at: since,
});

export const blockExample: Block = blockSchema.parse({ user: grace, blocked_at: since });
