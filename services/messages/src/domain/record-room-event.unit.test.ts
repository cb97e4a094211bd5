import type { PublishedRoomEvent, RoomId, UserId } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { decide, evolve, initial, type RoomLogState } from './record-room-event.ts';

const room_id = '0199f3a0-0000-7000-8000-0000000000b1' as RoomId;
const ada = '0199f3a0-0000-7000-8000-0000000000a1' as UserId;
const grace = '0199f3a0-0000-7000-8000-0000000000a2' as UserId;
const linus = '0199f3a0-0000-7000-8000-0000000000a3' as UserId;

type Without<Event> = Event extends PublishedRoomEvent ? Pick<Event, 'type' | 'data'> : never;
const by = (actor_id: UserId, event: Without<PublishedRoomEvent>) =>
  ({ room_id, at: '2026-11-20T12:00:00.000Z', actor_id, ...event }) as PublishedRoomEvent;

const settings = { picture_id: null, slow_mode_seconds: 0, history_visibility: 'all', shows_receipts: false } as const;
const created = by(ada, {
  type: 'room.created',
  data: {
    type: 'group',
    name: 'Engines',
    slug: null,
    description: null,
    ...settings,
    members: [
      { user_id: ada, role: 'owner' },
      { user_id: grace, role: 'member' },
    ],
  },
});
const linusAdded = by(ada, { type: 'room.members_added', data: { members: [{ user_id: linus, role: 'member' }], via: 'added' } });
const graceRemoved = by(ada, { type: 'room.member_removed', data: { user_id: grace, reason: 'removed' } });
const deleted = by(ada, { type: 'room.deleted', data: {} });

/** The state after deciding and applying each event in turn. */
function after(...events: PublishedRoomEvent[]): RoomLogState {
  return events.reduce((state, event) => decide(event, state).reduce(evolve, state), initial);
}
const typesOf = (event: PublishedRoomEvent, state: RoomLogState) => decide(event, state).map((line) => line.type);

describe("the lines that decisions of rooms add to a room's log", () => {
  it('opens the log, then lets each first member in', () => {
    expect(decide(created, initial)).toEqual([
      { type: 'RoomOpened', data: { type: 'group', name: 'Engines', description: null, ...settings, actor_id: ada } },
      { type: 'MemberJoined', data: { user_id: ada, role: 'owner', actor_id: ada } },
      { type: 'MemberJoined', data: { user_id: grace, role: 'member', actor_id: ada } },
    ]);
  });

  it.each([
    ['adding', linusAdded, ['MemberJoined']],
    ['removing', graceRemoved, ['MemberLeft']],
    ['a new role', by(ada, { type: 'room.member_role_changed', data: { user_id: grace, role: 'admin' } }), ['MemberRoleChanged']],
    [
      'a new name',
      by(ada, { type: 'room.details_changed', data: { name: 'Motors', description: null, ...settings, changed: ['name'] } }),
      ['RoomDetailsChanged'],
    ],
    ['closing for writing', by(ada, { type: 'room.writing_closed', data: { reason: 'blocked' } }), ['WritingClosed']],
    ['deleting', deleted, ['RoomClosed']],
    ['muting, which is nobody else’s business,', by(ada, { type: 'room.muted', data: { user_id: ada, muted_until: null } }), []],
    ['unmuting', by(ada, { type: 'room.unmuted', data: { user_id: ada } }), []],
  ])('%s adds the lines it should', (_case, event, expected) => {
    expect(typesOf(event, after(created))).toEqual(expected);
  });

  it.each([created, linusAdded, graceRemoved, deleted])('adds nothing when the same decision is replayed: $type', (event) => {
    expect(decide(event, after(created, event))).toEqual([]);
  });

  it('says nothing about people who are not in the room, rooms that never opened, and rooms that are over', () => {
    expect(decide(by(ada, { type: 'room.member_removed', data: { user_id: linus, reason: 'left' } }), after(created))).toEqual([]);
    expect(decide(linusAdded, initial)).toEqual([]);
    expect(decide(linusAdded, after(created, deleted))).toEqual([]);
  });

  it('lets somebody come back', () => {
    const back = by(ada, { type: 'room.members_added', data: { members: [{ user_id: grace, role: 'member' }], via: 'added' } });
    expect(typesOf(back, after(created, graceRemoved))).toEqual(['MemberJoined']);
  });
});

describe('closing a room for writing', () => {
  const closed = by(ada, { type: 'room.writing_closed', data: { reason: 'blocked' } });
  const otherwise = by(ada, { type: 'room.writing_closed', data: { reason: 'not_friends' } });
  const opened = by(ada, { type: 'room.writing_opened', data: {} });

  it('names nobody: who closed it would tell of a block', () => {
    expect(decide(closed, after(created))).toEqual([{ type: 'WritingClosed', data: { actor_id: null } }]);
    expect(decide(opened, after(created, closed))).toEqual([{ type: 'WritingOpened', data: { actor_id: null } }]);
  });
  it('is one line, whatever the reasons, until it is opened', () => {
    expect(decide(otherwise, after(created, closed))).toEqual([]);
    expect(decide(opened, after(created))).toEqual([]);
    expect(typesOf(closed, after(created, closed, opened))).toEqual(['WritingClosed']);
  });
});
