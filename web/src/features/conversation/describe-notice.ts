import type { Notice } from '@parley/client';
import type { Profile } from '@parley/contracts';
import { assertNever } from '@parley/contracts/assert-never';
import { texts } from '../../texts/texts.ts';
import { describeRoomChange } from './describe-room-change.ts';

/** A line that nobody wrote, in words. */
export function describeNotice(event: Notice, viewerId: string): string {
  const { notices, common } = texts;
  const nameOf = (person: Profile | null) =>
    person === null ? notices.somebody : person.id === viewerId ? common.you : person.display_name;
  switch (event.type) {
    case 'member.joined': {
      const { user, actor } = event.data;
      return actor && actor.id !== user.id ? notices.added(nameOf(actor), lowerYou(nameOf(user))) : notices.joined(nameOf(user));
    }
    case 'member.left': {
      const { user, actor, reason } = event.data;
      return reason === 'removed' && actor ? notices.removed(nameOf(actor), lowerYou(nameOf(user))) : notices.left(nameOf(user));
    }
    case 'member.role_changed':
      return event.data.user.id === viewerId
        ? `${common.you} are now ${notices.roles[event.data.role]}`
        : notices.role(nameOf(event.data.user), notices.roles[event.data.role]);
    case 'room.updated': {
      // The first line of every room's log.
      if (event.seq === 1) return notices.started(nameOf(event.data.actor));
      return describeRoomChange(event.data, nameOf(event.data.actor));
    }
    default:
      return assertNever(event);
  }
}

function lowerYou(name: string): string {
  return name === texts.common.you ? name.toLowerCase() : name;
}
