import { describe, it } from 'vitest';
import { adam, anybody, channel, direct, given, group, mia, olga, sam, zoe } from '../fixture/room-specification.ts';
import type { RoomChange } from './room-commands.ts';
import { initialSettings, type RoomEvent } from './room-events.ts';

const now = '2026-11-20T12:00:00.000Z';
const deleted: RoomEvent = { type: 'RoomDeleted', data: {} };

/** Every command on an existing room, asked by `actorId`. */
function allChanges(actorId = olga): RoomChange[] {
  return [
    { kind: 'AddMembers', actorId, userIds: [sam], refuseExisting: true, ...anybody },
    { kind: 'JoinRoom', actorId, ...anybody },
    { kind: 'LeaveRoom', actorId },
    { kind: 'RemoveMember', actorId, userId: adam },
    { kind: 'ChangeMemberRole', actorId, userId: adam, role: 'admin' },
    { kind: 'ChangeRoomDetails', actorId, name: 'Other' },
    { kind: 'CreateInvite', actorId, code: 'code', expiresAt: null, maxUses: null, now },
    { kind: 'RevokeInvite', actorId, code: 'code' },
    { kind: 'MuteRoom', actorId, until: null, now },
    { kind: 'UnmuteRoom', actorId },
    { kind: 'DeleteRoom', actorId },
  ];
}

describe('any command', () => {
  it.each(allChanges())('is refused on a room that never was: $kind', (command) => {
    given().when(command).thenRefused({ kind: 'RoomNotFound' });
  });
  it.each(allChanges())('is refused on a deleted room: $kind', (command) => {
    given(group(), deleted).when(command).thenRefused({ kind: 'RoomNotFound' });
  });
  it.each(allChanges(zoe))('is refused to someone outside a group: $kind', (command) => {
    given(group()).when(command).thenRefused({ kind: 'NotAMember' });
  });
  it.each(allChanges(zoe).filter((command) => command.kind !== 'JoinRoom'))('is refused to someone outside a channel: $kind', (command) => {
    given(channel()).when(command).thenRefused({ kind: 'NotAMember' });
  });
  it.each(allChanges().filter(({ kind }) => kind !== 'JoinRoom' && kind !== 'MuteRoom' && kind !== 'UnmuteRoom'))(
    'is refused in a direct room: $kind',
    (command) => {
      given(direct).when(command).thenRefused({ kind: 'DirectRoomIsFixed' });
    },
  );
  it.each(allChanges(mia))('is refused to a removed member: $kind', (command) => {
    const removed: RoomEvent = { type: 'MemberRemoved', data: { userId: mia, reason: 'removed' } };
    given(group(), removed).when(command).thenRefused({ kind: 'NotAMember' });
  });
});

describe('joining', () => {
  const join = { kind: 'JoinRoom', actorId: sam, ...anybody } as const;

  it('is open to anyone in a channel', () => {
    given(channel())
      .when(join)
      .then({ type: 'MembersAdded', data: { members: [{ userId: sam, role: 'member' }], via: 'joined' } });
  });
  it('is open to someone who was removed before', () => {
    given(channel({ userId: sam, role: 'admin' }), { type: 'MemberRemoved', data: { userId: sam, reason: 'removed' } })
      .when(join)
      .then({ type: 'MembersAdded', data: { members: [{ userId: sam, role: 'member' }], via: 'joined' } });
  });
  it('is refused to whoever is in', () => {
    given(channel())
      .when({ ...join, actorId: mia })
      .thenRefused({ kind: 'AlreadyMember', userId: mia });
    given(direct)
      .when({ ...join, actorId: olga })
      .thenRefused({ kind: 'AlreadyMember', userId: olga });
  });
  it('is refused to an account that nobody knows', () => {
    given(channel())
      .when({ ...join, unknownUserIds: new Set([sam]) })
      .thenRefused({ kind: 'UsersUnknown', userIds: [sam] });
  });
  it('is refused to someone who is in as many rooms as one can be in', () => {
    given(channel())
      .when({ ...join, fullUserIds: new Set([sam]) })
      .thenRefused({ kind: 'TooManyRooms', userIds: [sam] });
  });
});

describe('adding', () => {
  const add = { kind: 'AddMembers', actorId: mia, userIds: [sam], refuseExisting: true, ...anybody } as const;

  it('is open to every member', () => {
    given(group())
      .when(add)
      .then({ type: 'MembersAdded', data: { members: [{ userId: sam, role: 'member' }], via: 'added' } });
  });
  it('is refused for one person who is in already', () => {
    given(group())
      .when({ ...add, userIds: [adam] })
      .thenRefused({ kind: 'AlreadyMember', userId: adam });
  });
  it('skips those of a list who are in already, and counts repeats once', () => {
    given(group())
      .when({ ...add, userIds: [adam, zoe, sam, zoe], refuseExisting: false })
      .then({ type: 'MembersAdded', data: { members: [zoe, sam].map((userId) => ({ userId, role: 'member' })), via: 'added' } });
  });
  it('has nothing to do when a whole list is in already', () => {
    given(group())
      .when({ ...add, userIds: [adam, olga], refuseExisting: false })
      .then();
  });
  it('is refused as a whole when someone does not exist', () => {
    given(group())
      .when({ ...add, userIds: [sam, zoe], refuseExisting: false, unknownUserIds: new Set([zoe]) })
      .thenRefused({ kind: 'UsersUnknown', userIds: [zoe] });
  });
  it('is refused as a whole when someone is in as many rooms as one can be in, unless they are in this one', () => {
    given(group())
      .when({ ...add, userIds: [sam, zoe, adam], refuseExisting: false, fullUserIds: new Set([zoe, adam]) })
      .thenRefused({ kind: 'TooManyRooms', userIds: [zoe] });
  });
});

describe('leaving', () => {
  it('is open to members and admins', () => {
    given(group())
      .when({ kind: 'LeaveRoom', actorId: mia })
      .then({ type: 'MemberRemoved', data: { userId: mia, reason: 'left' } });
    given(channel())
      .when({ kind: 'LeaveRoom', actorId: adam })
      .then({ type: 'MemberRemoved', data: { userId: adam, reason: 'left' } });
  });
  it('is refused to the owner while others remain', () => {
    given(group()).when({ kind: 'LeaveRoom', actorId: olga }).thenRefused({ kind: 'OwnerMustTransfer' });
  });
  it('deletes the room when nobody remains', () => {
    const gone = [mia, adam].map((userId): RoomEvent => ({ type: 'MemberRemoved', data: { userId, reason: 'left' } }));
    given(group(), ...gone)
      .when({ kind: 'LeaveRoom', actorId: olga })
      .then({ type: 'MemberRemoved', data: { userId: olga, reason: 'left' } }, deleted);
  });
});

describe('removing', () => {
  it('is open to owner and admins', () => {
    for (const actorId of [olga, adam]) {
      given(group())
        .when({ kind: 'RemoveMember', actorId, userId: mia })
        .then({ type: 'MemberRemoved', data: { userId: mia, reason: 'removed' } });
    }
  });
  it('is refused to plain members', () => {
    given(group({ userId: sam, role: 'member' }))
      .when({ kind: 'RemoveMember', actorId: mia, userId: sam })
      .thenRefused({ kind: 'RoleTooLow', needed: 'admin' });
  });
  it('never hits the owner', () => {
    given(group()).when({ kind: 'RemoveMember', actorId: adam, userId: olga }).thenRefused({ kind: 'OwnerStays' });
  });
  it('of an admin is for the owner alone', () => {
    const two = group({ userId: sam, role: 'admin' });
    given(two).when({ kind: 'RemoveMember', actorId: adam, userId: sam }).thenRefused({ kind: 'RoleTooLow', needed: 'owner' });
    given(two)
      .when({ kind: 'RemoveMember', actorId: olga, userId: sam })
      .then({ type: 'MemberRemoved', data: { userId: sam, reason: 'removed' } });
  });
  it('is refused for someone who is not in the room', () => {
    given(group()).when({ kind: 'RemoveMember', actorId: olga, userId: sam }).thenRefused({ kind: 'TargetNotAMember', userId: sam });
  });
  it('of oneself is leaving, with the rules of leaving', () => {
    given(group())
      .when({ kind: 'RemoveMember', actorId: mia, userId: mia })
      .then({ type: 'MemberRemoved', data: { userId: mia, reason: 'left' } });
    given(group()).when({ kind: 'RemoveMember', actorId: olga, userId: olga }).thenRefused({ kind: 'OwnerMustTransfer' });
  });
});

describe('changing a role', () => {
  it('makes members admins, by owner and admins, and admins members, by the owner', () => {
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: adam, userId: mia, role: 'admin' })
      .then({ type: 'MemberRoleChanged', data: { userId: mia, role: 'admin' } });
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: olga, userId: adam, role: 'member' })
      .then({ type: 'MemberRoleChanged', data: { userId: adam, role: 'member' } });
  });
  it('hands the room over: the old owner stays as an admin', () => {
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: olga, userId: mia, role: 'owner' })
      .then(
        { type: 'MemberRoleChanged', data: { userId: olga, role: 'admin' } },
        { type: 'MemberRoleChanged', data: { userId: mia, role: 'owner' } },
      );
  });
  it('lets the old owner leave after handing over', () => {
    given(
      group(),
      { type: 'MemberRoleChanged', data: { userId: olga, role: 'admin' } },
      { type: 'MemberRoleChanged', data: { userId: mia, role: 'owner' } },
    )
      .when({ kind: 'LeaveRoom', actorId: olga })
      .then({ type: 'MemberRemoved', data: { userId: olga, reason: 'left' } });
  });
  it('has nothing to do for the role that someone has', () => {
    given(group()).when({ kind: 'ChangeMemberRole', actorId: olga, userId: adam, role: 'admin' }).then();
    given(group()).when({ kind: 'ChangeMemberRole', actorId: olga, userId: olga, role: 'owner' }).then();
  });
  it('is refused to plain members', () => {
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: mia, userId: mia, role: 'admin' })
      .thenRefused({ kind: 'RoleTooLow', needed: 'admin' });
  });
  it('takes nothing from an admin by another one, but lets admins step down', () => {
    given(group({ userId: sam, role: 'admin' }))
      .when({ kind: 'ChangeMemberRole', actorId: adam, userId: sam, role: 'member' })
      .thenRefused({ kind: 'RoleTooLow', needed: 'owner' });
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: adam, userId: adam, role: 'member' })
      .then({ type: 'MemberRoleChanged', data: { userId: adam, role: 'member' } });
  });
  it('to owner is refused to admins', () => {
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: adam, userId: mia, role: 'owner' })
      .thenRefused({ kind: 'RoleTooLow', needed: 'owner' });
  });
  it('does not demote the owner, who hands over instead', () => {
    given(group()).when({ kind: 'ChangeMemberRole', actorId: adam, userId: olga, role: 'member' }).thenRefused({ kind: 'OwnerStays' });
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: olga, userId: olga, role: 'admin' })
      .thenRefused({ kind: 'OwnerMustTransfer' });
  });
  it('is refused for someone who is not in the room', () => {
    given(group())
      .when({ kind: 'ChangeMemberRole', actorId: olga, userId: sam, role: 'owner' })
      .thenRefused({ kind: 'TargetNotAMember', userId: sam });
  });
});

describe('changing details', () => {
  it('keeps what is not mentioned', () => {
    given(group())
      .when({ kind: 'ChangeRoomDetails', actorId: adam, description: 'All of them' })
      .then({
        type: 'RoomDetailsChanged',
        data: { name: 'Engines', description: 'All of them', ...initialSettings, changed: ['description'] },
      });
  });
  it('takes a description away', () => {
    given(group(), {
      type: 'RoomDetailsChanged',
      data: { name: 'Engines', description: 'All of them', ...initialSettings, changed: ['description'] },
    })
      .when({ kind: 'ChangeRoomDetails', actorId: olga, name: 'Motors', description: null })
      .then({
        type: 'RoomDetailsChanged',
        data: { name: 'Motors', description: null, ...initialSettings, changed: ['name', 'description'] },
      });
  });
  it('changes one setting and keeps the others', () => {
    const before: RoomEvent = {
      type: 'RoomDetailsChanged',
      data: { name: 'Engines', description: null, ...initialSettings, showsReceipts: true, changed: ['shows_receipts'] },
    };
    given(group(), before)
      .when({ kind: 'ChangeRoomDetails', actorId: adam, settings: { slowModeSeconds: 30, historyVisibility: 'joined' } })
      .then({
        type: 'RoomDetailsChanged',
        data: {
          name: 'Engines',
          description: null,
          pictureId: null,
          slowModeSeconds: 30,
          historyVisibility: 'joined',
          showsReceipts: true,
          changed: ['slow_mode_seconds', 'history_visibility'],
        },
      });
  });
  it('has nothing to do when nothing changes', () => {
    given(group()).when({ kind: 'ChangeRoomDetails', actorId: olga, name: 'Engines', settings: initialSettings }).then();
  });
  it('is refused to plain members', () => {
    given(group()).when({ kind: 'ChangeRoomDetails', actorId: mia, name: 'Mine' }).thenRefused({ kind: 'RoleTooLow', needed: 'admin' });
  });
});

describe('deleting', () => {
  it('is open to the owner alone', () => {
    given(channel()).when({ kind: 'DeleteRoom', actorId: olga }).then(deleted);
    given(channel()).when({ kind: 'DeleteRoom', actorId: adam }).thenRefused({ kind: 'RoleTooLow', needed: 'owner' });
  });
});

describe('writing in a direct room', () => {
  const closed: RoomEvent = { type: 'WritingClosed', data: { reason: 'blocked' } };

  it('is closed and opened as the two people are to each other', () => {
    given(direct).when({ kind: 'SetWriting', closed: 'blocked' }).then(closed);
    given(direct, closed).when({ kind: 'SetWriting', closed: null }).then({ type: 'WritingOpened', data: {} });
  });
  it('keeps the last reason', () => {
    given(direct, closed)
      .when({ kind: 'SetWriting', closed: 'not_friends' })
      .then({ type: 'WritingClosed', data: { reason: 'not_friends' } });
  });
  it('stays as it is when nothing changes, and in rooms of more than two', () => {
    given(direct).when({ kind: 'SetWriting', closed: null }).then();
    given(direct, closed).when({ kind: 'SetWriting', closed: 'blocked' }).then();
    given(group()).when({ kind: 'SetWriting', closed: 'blocked' }).then();
  });
  it('is refused in a room that is gone', () => {
    given(group(), deleted).when({ kind: 'SetWriting', closed: 'blocked' }).thenRefused({ kind: 'RoomNotFound' });
  });
});
