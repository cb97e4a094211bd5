import type { LogEvent } from '@parley/contracts';
import { assertNever } from '@parley/contracts';
import type { Change } from '../history.ts';
import type { Property } from '../property.ts';

/** Whoever was told that a message is edited, deleted, pinned or reacted to finds that in the log. */
export const changesAreKept: Property = ({ changes, rooms }) => {
  const events = new Map(rooms.map(({ roomId, log }) => [roomId, Map.groupBy(log, aboutOf)]));
  return changes.flatMap((change) => {
    if (change.outcome !== 'done' || isTakingBack(change)) return [];
    const found = events.get(change.roomId)?.get(change.messageId) ?? [];
    if (found.some((event) => tellsOf(event, change))) return [];
    return [`told that it is done and lost: ${change.what.kind} of ${change.messageId} in ${change.roomId} by ${change.personId}`];
  });
};

/** Of what was not there to be taken back, no event tells. */
function isTakingBack({ what }: Change): boolean {
  return what.kind === 'unpin' || what.kind === 'unreact';
}

function aboutOf(event: LogEvent): string | undefined {
  return 'message_seq' in event.data ? event.data.id : undefined;
}

function tellsOf(event: LogEvent, { personId, what }: Change): boolean {
  switch (what.kind) {
    case 'edit':
      return event.type === 'message.edited' && (event.data.content === what.content || event.data.content === '');
    case 'delete':
      return event.type === 'message.deleted';
    // What was done already leaves it to the earlier event.
    case 'pin':
      return event.type === 'message.pinned';
    case 'react':
      return event.type === 'reaction.added' && event.data.emoji === what.emoji && event.data.user.id === personId;
    case 'unpin':
    case 'unreact':
      return event.type === (what.kind === 'unpin' ? 'message.unpinned' : 'reaction.removed');
    default:
      return assertNever(what);
  }
}
