import type { Role, RoomType, UserId } from '@parley/contracts';

/**
 * What the store keeps about a room. Stream id = room id, so an event does not repeat it; who did it and when stand in the
 * event's metadata and `recordedAt`. Never change a shape in place: raise its version here and teach `upcast.ts` the old one.
 */
export type RoomMember = { userId: UserId; role: Role };

export type RoomCreated = {
  type: 'RoomCreated';
  data: { type: RoomType; name: string | null; slug: string | null; description: string | null; members: RoomMember[] };
};
export type MembersAdded = { type: 'MembersAdded'; data: { members: RoomMember[] } };
export type MemberRemoved = { type: 'MemberRemoved'; data: { userId: UserId; reason: 'left' | 'removed' } };
export type MemberRoleChanged = { type: 'MemberRoleChanged'; data: { userId: UserId; role: Role } };
/** Both fields as they are from now on, changed or not. */
export type RoomDetailsChanged = { type: 'RoomDetailsChanged'; data: { name: string; description: string | null } };
/** Of a direct room: nobody can write any more (history stays), or can again. */
export type WritingClosed = { type: 'WritingClosed'; data: { reason: WritingClosedReason } };
export type WritingOpened = { type: 'WritingOpened'; data: Record<string, never> };
export type WritingClosedReason = 'blocked' | 'not_friends';
export type RoomDeleted = { type: 'RoomDeleted'; data: Record<string, never> };

export type RoomEvent =
  | RoomCreated
  | MembersAdded
  | MemberRemoved
  | MemberRoleChanged
  | RoomDetailsChanged
  | WritingClosed
  | WritingOpened
  | RoomDeleted;
export type RoomEventType = RoomEvent['type'];

/** Every event type with the schema version that is written today. */
export const roomEventVersions = {
  RoomCreated: 1,
  MembersAdded: 1,
  MemberRemoved: 1,
  MemberRoleChanged: 1,
  RoomDetailsChanged: 1,
  WritingClosed: 1,
  WritingOpened: 1,
  RoomDeleted: 1,
} as const satisfies Record<RoomEventType, number>;
