import type { UserId } from '@parley/contracts';
import type { RoomState } from './room.ts';
import type { RoomEvent } from './room-events.ts';

/** Somebody's account was deleted. `successorId` is who has been in the room for longest, admins first; undefined: nobody else is in it. */
export type Erasure = { userId: UserId; successorId: UserId | undefined };

/**
 * What follows for one room. Nobody can refuse it, so there are only events: the person leaves, what they owned goes to the
 * successor, and a room without anybody is deleted. A direct room stays readable for the other person, who can write there no more.
 */
export function decideErasure({ userId, successorId }: Erasure, state: RoomState): readonly RoomEvent[] {
  if (state.status !== 'open') return [];
  if (state.type === 'direct') return state.writingClosed === null ? [{ type: 'WritingClosed', data: { reason: 'not_friends' } }] : [];
  const role = state.members.get(userId);
  if (role === undefined) return [];
  const left: RoomEvent = { type: 'MemberRemoved', data: { userId, reason: 'left' } };
  if (successorId === undefined) return [left, { type: 'RoomDeleted', data: {} }];
  return role === 'owner' ? [left, { type: 'MemberRoleChanged', data: { userId: successorId, role: 'owner' } }] : [left];
}
