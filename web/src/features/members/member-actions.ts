import type { Role, RoomType } from '@parley/contracts';

export const memberActionKinds = ['promote', 'demote', 'transfer', 'remove'] as const;
export type MemberAction = (typeof memberActionKinds)[number];

type Situation = { roomType: RoomType; viewerRole: Role; isViewer: boolean; memberRole: Role };

/** What the viewer may do to a member; the server's rules, so that nothing is offered that it refuses. */
export function memberActions({ roomType, viewerRole, isViewer, memberRole }: Situation): MemberAction[] {
  if (roomType === 'direct' || viewerRole === 'member') return [];
  // Nobody acts on the owner; admins may step down themselves.
  if (isViewer) return viewerRole === 'admin' ? ['demote'] : [];
  if (memberRole === 'owner') return [];
  const isOwner = viewerRole === 'owner';
  if (memberRole === 'admin') return isOwner ? ['demote', 'transfer', 'remove'] : [];
  return isOwner ? ['promote', 'transfer', 'remove'] : ['promote', 'remove'];
}
