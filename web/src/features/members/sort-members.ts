import type { Member } from '@parley/contracts';

const rank: Record<Member['role'], number> = { owner: 0, admin: 1, member: 2 };

/** Who runs the room first, then by name. */
export function sortMembers(members: readonly Member[]): Member[] {
  return [...members].sort((a, b) => rank[a.role] - rank[b.role] || a.display_name.localeCompare(b.display_name) || (a.id < b.id ? -1 : 1));
}
