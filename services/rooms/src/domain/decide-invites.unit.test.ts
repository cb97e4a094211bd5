import { limits } from '@parley/contracts';
import { describe, it } from 'vitest';
import { adam, anybody, channel, given, group, mia, olga, sam, zoe } from '../fixture/room-specification.ts';
import type { RoomEvent } from './room-events.ts';

const now = '2026-11-20T12:00:00.000Z';
const invite = (more: Partial<Extract<RoomEvent, { type: 'InviteCreated' }>['data']> = {}): RoomEvent => ({
  type: 'InviteCreated',
  data: { code: 'code', createdBy: adam, expiresAt: '2026-11-20T12:00:00.001Z', maxUses: 2, ...more },
});
const accepted = (userId = zoe): RoomEvent => ({ type: 'InviteAccepted', data: { code: 'code', userId } });
const revoked: RoomEvent = { type: 'InviteRevoked', data: { code: 'code' } };
const deleted: RoomEvent = { type: 'RoomDeleted', data: {} };

describe('inviting', () => {
  const create = { kind: 'CreateInvite', actorId: adam, code: 'code', expiresAt: null, maxUses: null, now } as const;

  it('is open to owner and admins, in groups and channels', () => {
    given(group())
      .when(create)
      .then({ type: 'InviteCreated', data: { code: 'code', createdBy: adam, expiresAt: null, maxUses: null } });
    given(channel())
      .when({ ...create, actorId: olga, maxUses: 3 })
      .then({ type: 'InviteCreated', data: { code: 'code', createdBy: olga, expiresAt: null, maxUses: 3 } });
  });
  it('is refused to plain members', () => {
    given(group())
      .when({ ...create, actorId: mia })
      .thenRefused({ kind: 'RoleTooLow', needed: 'admin' });
  });
  it('is refused while there are as many as a room may have; those that nobody can use do not count', () => {
    const many = Array.from({ length: limits.invitesPerRoom }, (_, nth) => invite({ code: `${nth}` }));
    given(group(), ...many)
      .when(create)
      .thenRefused({ kind: 'TooManyInvites' });
    const [first, ...rest] = many;
    given(group(), ...rest, invite({ code: 'expired', expiresAt: now }), invite({ code: 'spent', maxUses: 0 }))
      .when({ ...create, maxUses: 1 })
      .then({ type: 'InviteCreated', data: { code: 'code', createdBy: adam, expiresAt: null, maxUses: 1 } });
    given(group(), ...(first ? [first] : []), ...rest, { type: 'InviteRevoked', data: { code: '7' } })
      .when({ ...create, maxUses: 1 })
      .then({ type: 'InviteCreated', data: { code: 'code', createdBy: adam, expiresAt: null, maxUses: 1 } });
  });
});

describe('withdrawing an invitation', () => {
  const revoke = { kind: 'RevokeInvite', actorId: olga, code: 'code' } as const;

  it('is open to owner and admins', () => {
    for (const actorId of [olga, adam])
      given(group(), invite())
        .when({ ...revoke, actorId })
        .then(revoked);
  });
  it('is open to whoever made it, also after they were demoted', () => {
    given(group(), invite({ createdBy: mia }))
      .when({ ...revoke, actorId: mia })
      .then(revoked);
  });
  it('is refused to other members', () => {
    given(group(), invite())
      .when({ ...revoke, actorId: mia })
      .thenRefused({ kind: 'RoleTooLow', needed: 'admin' });
  });
  it('is refused for one that does not exist, or not any more', () => {
    given(group()).when(revoke).thenRefused({ kind: 'InviteInvalid' });
    given(group(), invite(), revoked).when(revoke).thenRefused({ kind: 'InviteInvalid' });
  });
});

describe('accepting an invitation', () => {
  const accept = { kind: 'AcceptInvite', actorId: sam, code: 'code', now, ...anybody } as const;
  const entered: RoomEvent[] = [
    { type: 'InviteAccepted', data: { code: 'code', userId: sam } },
    { type: 'MembersAdded', data: { members: [{ userId: sam, role: 'member' }], via: 'invite' } },
  ];

  it('makes a member, also with the last use and in the last millisecond', () => {
    given(group(), invite(), accepted())
      .when(accept)
      .then(...entered);
    given(group(), invite({ expiresAt: null, maxUses: null }), accepted(), accepted())
      .when(accept)
      .then(...entered);
  });
  it('still works when its maker has left', () => {
    given(group(), invite(), { type: 'MemberRemoved', data: { userId: adam, reason: 'left' } })
      .when(accept)
      .then(...entered);
  });
  it('is refused without one', () => {
    given(group()).when(accept).thenRefused({ kind: 'InviteInvalid' });
    given().when(accept).thenRefused({ kind: 'InviteInvalid' });
  });
  it('is refused when it has expired', () => {
    given(group(), invite({ expiresAt: now }))
      .when(accept)
      .thenRefused({ kind: 'InviteInvalid' });
  });
  it('is refused when it is used up', () => {
    given(group(), invite(), accepted(), accepted()).when(accept).thenRefused({ kind: 'InviteInvalid' });
  });
  it('is refused when it was withdrawn, or the room deleted', () => {
    given(group(), invite(), revoked).when(accept).thenRefused({ kind: 'InviteInvalid' });
    given(group(), invite(), deleted).when(accept).thenRefused({ kind: 'InviteInvalid' });
  });
  it('is refused to whoever is in, and uses nothing up', () => {
    given(group(), invite())
      .when({ ...accept, actorId: mia })
      .thenRefused({ kind: 'AlreadyMember', userId: mia });
  });
  it('is refused to an account that nobody knows, and to one with too many rooms', () => {
    given(group(), invite())
      .when({ ...accept, unknownUserIds: new Set([sam]) })
      .thenRefused({ kind: 'UsersUnknown', userIds: [sam] });
    given(group(), invite())
      .when({ ...accept, fullUserIds: new Set([sam]) })
      .thenRefused({ kind: 'TooManyRooms', userIds: [sam] });
  });
});
