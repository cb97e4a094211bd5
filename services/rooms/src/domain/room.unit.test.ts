import type { Role, UserId } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel, group, nobodyUnknown, person } from '../fixture/room-specification.ts';
import { decide } from './decide.ts';
import { evolve, initial, type RoomState } from './room.ts';
import { peopleNamedBy, type RoomChange } from './room-commands.ts';

const people = fc.integer({ min: 1, max: 7 }).map((n) => person(String(n).padStart(2, '0')));
const role = fc.constantFrom<Role>('owner', 'admin', 'member');
const unknownUserIds = nobodyUnknown;

const change: fc.Arbitrary<RoomChange> = fc.oneof(
  fc.record({
    kind: fc.constant('AddMembers' as const),
    actorId: people,
    userIds: fc.array(people, { minLength: 1, maxLength: 4 }),
    refuseExisting: fc.boolean(),
    unknownUserIds: fc.constant(unknownUserIds),
  }),
  fc.record({ kind: fc.constant('JoinRoom' as const), actorId: people, unknownUserIds: fc.constant(unknownUserIds) }),
  fc.record({ kind: fc.constant('LeaveRoom' as const), actorId: people }),
  fc.record({ kind: fc.constant('RemoveMember' as const), actorId: people, userId: people }),
  fc.record({ kind: fc.constant('ChangeMemberRole' as const), actorId: people, userId: people, role }),
  fc.record({ kind: fc.constant('ChangeRoomDetails' as const), actorId: people, name: fc.constantFrom('One', 'Two') }),
);

const story = fc.tuple(fc.constantFrom(group(), channel()), fc.array(change, { maxLength: 25 }));

/** All that `loadRoom` reads from the tables: the members that the command names. */
function asLoadedFor(command: RoomChange, state: RoomState): RoomState {
  if (state.status !== 'open') return state;
  const named = new Set<UserId>(peopleNamedBy(command));
  return { ...state, members: new Map([...state.members].filter(([userId]) => named.has(userId))) };
}

/** Runs the story; refused commands change nothing. */
function play(
  [opening, commands]: [ReturnType<typeof group>, RoomChange[]],
  check: (state: RoomState, command: RoomChange) => void,
): RoomState {
  let state = evolve(initial, opening);
  for (const command of commands) {
    check(state, command);
    const decision = decide(command, state);
    if ('events' in decision) state = decision.events.reduce(evolve, state);
  }
  return state;
}

describe('a room, whatever people do', () => {
  it('has exactly one owner until it is deleted, and counts its members', () => {
    fc.assert(
      fc.property(story, (told) => {
        play(told, (state) => {
          if (state.status !== 'open') return;
          expect([...state.members.values()].filter((one) => one === 'owner')).toHaveLength(1);
          expect(state.memberCount).toBe(state.members.size);
        });
      }),
    );
  });

  it('is decided alike from all its members and from those that the command names', () => {
    fc.assert(
      fc.property(story, (told) => {
        play(told, (state, command) => expect(decide(command, asLoadedFor(command, state))).toEqual(decide(command, state)));
      }),
    );
  });
});
