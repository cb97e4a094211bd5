import type { LogEvent } from '@parley/contracts';
import type { Property } from '../property.ts';

/** Counted by hand from the log: others' messages that still stand, after the place where the person has read to. */
export const unreadIsExact: Property = ({ rooms, people }) =>
  rooms.flatMap(({ roomId, log, readStates }) => {
    const deleted = deletedIn(log);
    const count = (personId: string, after: number) =>
      log.filter(
        (event) => event.seq > after && event.type === 'message.posted' && event.data.sender.id !== personId && !deleted.has(event.data.id),
      ).length;
    return people.flatMap(({ personId, finalViews }) => {
      const state = readStates.get(personId);
      const view = finalViews.find((candidate) => candidate.roomId === roomId);
      if (!state || !view) return [];
      const expected = count(personId, state.lastReadSeq);
      const told = (who: string, unread: number) =>
        `${who} ${personId} ${unread} unread in ${roomId} after ${state.lastReadSeq}; there are ${expected}`;
      return [
        ...(state.unreadCount === expected ? [] : [told('the server tells', state.unreadCount)]),
        ...(view.unreadCount === expected ? [] : [told('the client shows', view.unreadCount)]),
        ...(view.lastReadSeq === state.lastReadSeq
          ? []
          : [`${personId} has read to ${state.lastReadSeq} of ${roomId}, the client says ${view.lastReadSeq}`]),
      ];
    });
  });

function deletedIn(log: readonly LogEvent[]): Set<string> {
  const types: readonly string[] = ['message.deleted'];
  return new Set(log.flatMap((event) => (types.includes(event.type) && 'id' in event.data ? [event.data.id] : [])));
}
