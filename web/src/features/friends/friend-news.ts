import '../../texts/member-texts.ts';
import type { Relationships } from '../../realtime/relationships.ts';
import { texts } from '../../texts/texts.ts';

/** What others did between two readings: asked, or said yes. */
export function friendNews(before: Relationships, after: Relationships): string[] {
  const friends = new Set(before.friends.map(({ id }) => id));
  const requests = new Set(before.requests.map(({ id }) => id));
  return [
    ...after.friends.filter(({ id }) => !friends.has(id)).map((friend) => texts.friends.nowFriends(friend.display_name)),
    ...after.requests
      .filter((request) => request.direction === 'incoming' && !requests.has(request.id))
      .map((request) => texts.friends.requestFrom(request.user.display_name)),
  ];
}
