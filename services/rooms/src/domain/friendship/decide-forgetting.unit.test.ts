import { userIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { decideForgetting } from './decide-forgetting.ts';
import { evolveFriendship, strangers } from './friendship.ts';

const low = userIdSchema.parse('0199f3a0-0000-7000-8000-0000000000a1');
const high = userIdSchema.parse('0199f3a0-0000-7000-8000-0000000000a2');
const pair = [low, high] as const;

describe('what two people are to each other, when one deletes their account', () => {
  it('a friendship ends', () => {
    const friends = { ...strangers, bond: { kind: 'friends' as const } };
    expect(decideForgetting(high, pair, friends)).toEqual([{ type: 'FriendshipEnded', data: { userIds: [low, high], reason: 'removed' } }]);
  });

  it('their own block goes, the other one stays', () => {
    const both = { ...strangers, blockedBy: new Set([low, high]) };
    const events = decideForgetting(low, pair, both);
    expect(events).toEqual([{ type: 'UserUnblocked', data: { blockerId: low, blockedId: high } }]);
    expect(events.reduce(evolveFriendship, both).blockedBy).toEqual(new Set([high]));
  });

  it('strangers stay strangers, also when it is decided again', () => {
    expect(decideForgetting(low, pair, strangers)).toEqual([]);
  });
});
