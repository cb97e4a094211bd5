import { describe, it } from 'vitest';
import { adam, direct, given, group, mia, olga, zoe } from '../fixture/room-specification.ts';
import type { RoomEvent } from './room-events.ts';

const now = '2026-11-20T12:00:00.000Z';
const later = '2026-11-20T12:00:00.001Z';
const mute = { kind: 'MuteRoom', actorId: mia, until: later, now } as const;
const muted = (until: string | null): RoomEvent => ({ type: 'RoomMuted', data: { userId: mia, until } });

describe('muting', () => {
  it('is open to every member, of direct rooms too, until a time or for good', () => {
    given(group()).when(mute).then(muted(later));
    given(group())
      .when({ ...mute, until: null })
      .then(muted(null));
    given(direct)
      .when({ ...mute, actorId: adam })
      .then({ type: 'RoomMuted', data: { userId: adam, until: later } });
  });
  it('moves the time, and has nothing to do for the same', () => {
    given(group(), muted(null)).when(mute).then(muted(later));
    given(group(), muted(later)).when(mute).then();
  });
  it('is refused until a time that has passed', () => {
    given(group())
      .when({ ...mute, until: now })
      .thenRefused({ kind: 'MuteOver' });
  });
  it('is refused to strangers', () => {
    given(group())
      .when({ ...mute, actorId: zoe })
      .thenRefused({ kind: 'NotAMember' });
  });
  it('ends by request, once', () => {
    given(group(), muted(null))
      .when({ kind: 'UnmuteRoom', actorId: mia })
      .then({ type: 'RoomUnmuted', data: { userId: mia } });
    given(group()).when({ kind: 'UnmuteRoom', actorId: mia }).then();
  });
  it('ends with leaving', () => {
    const left: RoomEvent = { type: 'MemberRemoved', data: { userId: mia, reason: 'left' } };
    const back: RoomEvent = { type: 'MembersAdded', data: { members: [{ userId: mia, role: 'member' }], via: 'added' } };
    given(group(), muted(null), left, back).when({ kind: 'UnmuteRoom', actorId: mia }).then();
  });
});

describe('deleting as an administrator', () => {
  const remove = { kind: 'DeleteRoomAsAdministrator', actorId: zoe } as const;
  const deleted: RoomEvent = { type: 'RoomDeleted', data: {} };

  it('is possible from outside, in direct rooms too', () => {
    given(group()).when(remove).then(deleted);
    given(direct).when(remove).then(deleted);
  });
  it('is refused for a room that never was, or is not any more', () => {
    given().when(remove).thenRefused({ kind: 'RoomNotFound' });
    given(group(), deleted)
      .when({ ...remove, actorId: olga })
      .thenRefused({ kind: 'RoomNotFound' });
  });
});
