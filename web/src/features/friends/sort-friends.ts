import type { PresenceNow } from '@parley/client';
import type { Friend } from '@parley/contracts';

export type FriendNow = Friend & { presence: PresenceNow };

/** Friends who are there first, each part by name. What was heard since the list was read counts more than the list. */
export function groupFriends(
  friends: readonly Friend[],
  heard: ReadonlyMap<string, PresenceNow>,
): { online: FriendNow[]; others: FriendNow[] } {
  const now = friends
    .map((friend) => ({ ...friend, presence: heard.get(friend.id) ?? { status: friend.status, lastSeenAt: friend.last_seen_at } }))
    .sort((a, b) => a.display_name.localeCompare(b.display_name) || (a.id < b.id ? -1 : 1));
  return {
    online: now.filter(({ presence }) => presence.status !== 'offline'),
    others: now.filter(({ presence }) => presence.status === 'offline'),
  };
}
