import type { Profile } from '@parley/contracts';
import type { KnownRoom } from '../../../realtime/use-rooms.ts';

/** How many of the newest lines decide who is mentioned first. */
const recentLines = 200;

/** Who can be mentioned in a room: who spoke last first, then the members as they joined. */
export function mentionablePeople(room: Pick<KnownRoom, 'members' | 'timeline' | 'info'>, viewerId: string): Profile[] {
  const people = new Map<string, Profile>();
  for (const entry of room.timeline.slice(-recentLines).reverse()) {
    if (entry.kind === 'message') people.set(entry.message.sender.id, people.get(entry.message.sender.id) ?? entry.message.sender);
  }
  if (room.info.other_user) people.set(room.info.other_user.id, room.info.other_user);
  const members = room.members && new Set<string>(room.members.map((member) => member.id));
  for (const member of room.members ?? []) if (!people.has(member.id)) people.set(member.id, member);
  // Who has left is not told any more.
  return [...people.values()].filter((person) => person.id !== viewerId && (members?.has(person.id) ?? true));
}
