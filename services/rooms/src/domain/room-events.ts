import type { HistoryVisibility, MediaId, Role, RoomDetail, RoomType, UserId } from '@parley/contracts';

/**
 * What the store keeps about a room. Stream id = room id, so an event does not repeat it; who did it and when stand in the
 * event's metadata and `recordedAt`. Never change a shape in place: raise its version here and teach `upcast.ts` the old one.
 */
export type RoomMember = { userId: UserId; role: Role };
/** What owner and admins set besides name and description. */
export type RoomSettings = {
  pictureId: MediaId | null;
  /** Between two messages of a member; 0: no limit. */
  slowModeSeconds: number;
  historyVisibility: HistoryVisibility;
  showsReceipts: boolean;
};
/** What every room begins with, and what all had before there were settings. */
export const initialSettings: RoomSettings = { pictureId: null, slowModeSeconds: 0, historyVisibility: 'all', showsReceipts: false };

export type RoomCreated = {
  type: 'RoomCreated';
  data: { type: RoomType; name: string | null; slug: string | null; description: string | null; members: RoomMember[] } & RoomSettings;
};
/** By somebody who is in, of their own accord (a channel), or with an invitation. */
export type MembersAdded = { type: 'MembersAdded'; data: { members: RoomMember[]; via: 'added' | 'joined' | 'invite' } };
export type MemberRemoved = { type: 'MemberRemoved'; data: { userId: UserId; reason: 'left' | 'removed' } };
export type MemberRoleChanged = { type: 'MemberRoleChanged'; data: { userId: UserId; role: Role } };
/** Every field as it is from now on, and which of them changed. */
export type RoomDetailsChanged = {
  type: 'RoomDetailsChanged';
  data: { name: string; description: string | null; changed: RoomDetail[] } & RoomSettings;
};
/** The code stands here in the open: owner and admins are shown it again, and it is worth nothing once it is withdrawn. Not published. */
export type InviteCreated = {
  type: 'InviteCreated';
  data: { code: string; createdBy: UserId; expiresAt: string | null; maxUses: number | null };
};
export type InviteRevoked = { type: 'InviteRevoked'; data: { code: string } };
/** One use of it. `MembersAdded` follows. */
export type InviteAccepted = { type: 'InviteAccepted'; data: { code: string; userId: UserId } };
/** By a member, for themselves; `until: null`: for good. Leaving ends it. */
export type RoomMuted = { type: 'RoomMuted'; data: { userId: UserId; until: string | null } };
export type RoomUnmuted = { type: 'RoomUnmuted'; data: { userId: UserId } };
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
  | InviteCreated
  | InviteRevoked
  | InviteAccepted
  | RoomMuted
  | RoomUnmuted
  | RoomDeleted;
export type RoomEventType = RoomEvent['type'];

/** Every event type with the schema version that is written today. */
export const roomEventVersions = {
  RoomCreated: 2,
  MembersAdded: 2,
  MemberRemoved: 1,
  MemberRoleChanged: 1,
  RoomDetailsChanged: 3,
  InviteCreated: 1,
  InviteRevoked: 1,
  InviteAccepted: 1,
  RoomMuted: 1,
  RoomUnmuted: 1,
  WritingClosed: 1,
  WritingOpened: 1,
  RoomDeleted: 1,
} as const satisfies Record<RoomEventType, number>;
