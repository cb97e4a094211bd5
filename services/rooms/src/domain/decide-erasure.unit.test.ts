import { type UserId, userIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { decideErasure } from './decide-erasure.ts';
import type { OpenRoom } from './room.ts';

const [ada, grace] = ['0199f3a0-0000-7000-8000-0000000000a1', '0199f3a0-0000-7000-8000-0000000000a2'].map((id) =>
  userIdSchema.parse(id),
) as [UserId, UserId];
const room = (changes: Partial<OpenRoom> = {}): OpenRoom => ({
  status: 'open',
  type: 'group',
  name: 'Engines',
  slug: null,
  description: null,
  pictureId: null,
  slowModeSeconds: 0,
  historyVisibility: 'all',
  showsReceipts: false,
  writingClosed: null,
  memberCount: 2,
  members: new Map([[ada, 'owner']]),
  mutes: new Map(),
  invites: new Map(),
  ...changes,
});
const left = { type: 'MemberRemoved', data: { userId: ada, reason: 'left' } };

describe('when an account is deleted', () => {
  it('its owner leaves a group, which goes to the successor', () => {
    expect(decideErasure({ userId: ada, successorId: grace }, room())).toEqual([
      left,
      { type: 'MemberRoleChanged', data: { userId: grace, role: 'owner' } },
    ]);
  });

  it('a member or admin only leaves', () => {
    const asAdmin = room({ members: new Map([[ada, 'admin']]) });
    expect(decideErasure({ userId: ada, successorId: grace }, asAdmin)).toEqual([left]);
  });

  it('a room with nobody else is deleted', () => {
    const alone = room({ memberCount: 1 });
    expect(decideErasure({ userId: ada, successorId: undefined }, alone)).toEqual([left, { type: 'RoomDeleted', data: {} }]);
  });

  it('a direct room is closed for writing, once', () => {
    const direct = room({ type: 'direct', members: new Map([[ada, 'member']]) });
    const closed = { type: 'WritingClosed', data: { reason: 'not_friends' } };
    expect(decideErasure({ userId: ada, successorId: grace }, direct)).toEqual([closed]);
    expect(decideErasure({ userId: ada, successorId: grace }, { ...direct, writingClosed: 'blocked' })).toEqual([]);
  });

  it('a room that they left and a deleted one stay as they are', () => {
    expect(decideErasure({ userId: ada, successorId: grace }, room({ members: new Map() }))).toEqual([]);
    expect(decideErasure({ userId: ada, successorId: grace }, { status: 'deleted' })).toEqual([]);
  });
});
