import type { UserId } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play, story } from '../fixture/room-stories.ts';
import { decide } from './decide.ts';
import type { Invite, RoomState } from './room.ts';
import { invitesNamedBy, peopleNamedBy, type RoomChange } from './room-commands.ts';

/** All that `loadRoom` reads from the tables: the members and invitations that the command names. */
function asLoadedFor(command: RoomChange, state: RoomState): RoomState {
  if (state.status !== 'open') return state;
  const named = new Set<UserId>(peopleNamedBy(command));
  const members = new Map([...state.members].filter(([userId]) => named.has(userId)));
  const mutes = new Map([...state.mutes].filter(([userId]) => named.has(userId)));
  const wanted = invitesNamedBy(command);
  const invites = new Map(
    [...state.invites].filter(([code, invite]) => wanted && ('code' in wanted ? code === wanted.code : isUsable(invite))),
  );
  return { ...state, members, mutes, invites };
}

/** None of a story's invitations has expired. */
function isUsable({ uses, maxUses }: Invite): boolean {
  return maxUses === null || uses < maxUses;
}

describe('a room, whatever people do', () => {
  it('has exactly one owner until it is deleted, and counts its members', () => {
    fc.assert(
      fc.property(story, (told) => {
        play(told, (state) => {
          if (state.status !== 'open') return;
          expect([...state.members.values()].filter((one) => one === 'owner')).toHaveLength(1);
          expect(state.memberCount).toBe(state.members.size);
          expect([...state.mutes.keys()].filter((userId) => !state.members.has(userId))).toEqual([]);
          for (const { uses, maxUses } of state.invites.values()) expect(uses).toBeLessThanOrEqual(maxUses ?? uses);
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
