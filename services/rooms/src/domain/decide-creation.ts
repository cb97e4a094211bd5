import { assertNever, type UserId } from '@parley/contracts';
import { accept, type Decision, refuse } from './refusals.ts';
import type { RoomState } from './room.ts';
import type { CreateRoom } from './room-commands.ts';
import { initialSettings, type RoomMember } from './room-events.ts';
import { slugFromName } from './slug.ts';

/** The creator owns a group or channel; in a direct room both are plain members. */
export function decideCreation(command: CreateRoom, state: RoomState): Decision {
  // Ids are fresh: a room under this id means that the caller mixed up streams, which no answer to a person can mend.
  if (state.status !== 'unborn') throw new Error('a room is created once');
  const others = [...new Set(command.memberIds)].filter((userId) => userId !== command.actorId);
  if (command.type === 'direct' && others.length !== 1) return refuse({ kind: 'DirectNeedsOneOther' });
  if (command.type !== 'direct' && command.name === undefined) return refuse({ kind: 'NameRequired' });
  if (command.type !== 'channel' && command.slug !== undefined) return refuse({ kind: 'SlugOnlyForChannels' });
  const unknown = [command.actorId, ...others].filter((userId) => command.unknownUserIds.has(userId));
  if (unknown.length > 0) return refuse({ kind: 'UsersUnknown', userIds: unknown });
  if (command.type === 'direct' && command.pairClosed === 'you_blocked') return refuse({ kind: 'YouBlockedThem' });
  if (command.type === 'direct' && command.pairClosed === 'not_accepting') return refuse({ kind: 'NotAccepting' });
  const full = [command.actorId, ...others].filter((userId) => command.fullUserIds.has(userId));
  if (full.length > 0) return refuse({ kind: 'TooManyRooms', userIds: full });
  const slug = slugOf(command);
  if (slug !== null && command.slugTaken) return refuse({ kind: 'SlugTaken', slug });
  // A direct room has no details: nothing about it is anybody's to choose.
  const settings = command.type === 'direct' ? initialSettings : { ...initialSettings, ...command.settings };
  const members = firstMembers(command, others);
  return accept({ type: 'RoomCreated', data: { type: command.type, ...describe(command), slug, ...settings, members } });
}

/** The slug that `command` claims: given, or made from the name. Null for anything but a channel. */
export function slugOf(command: Pick<CreateRoom, 'type' | 'slug' | 'name' | 'roomId'>): string | null {
  if (command.type !== 'channel') return null;
  return command.slug ?? slugFromName(command.name ?? '', command.roomId);
}

/** A direct room is named after the other person, by whoever looks at it. */
function describe(command: CreateRoom): { name: string | null; description: string | null } {
  switch (command.type) {
    case 'direct':
      return { name: null, description: null };
    case 'group':
    case 'channel':
      return { name: command.name ?? null, description: command.description ?? null };
    default:
      return assertNever(command.type);
  }
}

function firstMembers(command: CreateRoom, others: readonly UserId[]): RoomMember[] {
  const creator: RoomMember = { userId: command.actorId, role: command.type === 'direct' ? 'member' : 'owner' };
  return [creator, ...others.map((userId): RoomMember => ({ userId, role: 'member' }))];
}
