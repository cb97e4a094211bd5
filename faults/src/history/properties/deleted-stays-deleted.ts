import type { Line } from '../history.ts';
import type { Property } from '../property.ts';

/** Nothing happens to a message after its deletion, and nobody shows what it said: a delete beats a late edit. */
export const deletedStaysDeleted: Property = ({ rooms, people }) =>
  rooms.flatMap(({ roomId, log, lines }) => {
    const deletedAt = new Map<string, number>();
    const late = log.flatMap((event) => {
      if (!('message_seq' in event.data)) return [];
      const { id } = event.data;
      const earlier = deletedAt.get(id);
      if (event.type === 'message.deleted') deletedAt.set(id, event.seq);
      return earlier === undefined ? [] : [`${event.type} ${id} at ${event.seq} of ${roomId}, which was deleted at ${earlier}`];
    });
    const shownBy = (who: string, shown: readonly Line[]) =>
      shown.flatMap(({ id, seq, content }) =>
        deletedAt.has(id) && content !== '' ? [`${who} shows "${content}" at ${seq} of ${roomId}, which was deleted`] : [],
      );
    const views = people.flatMap(({ personId, finalViews }) =>
      finalViews.flatMap((view) => (view.roomId === roomId ? shownBy(personId, view.lines) : [])),
    );
    return [...late, ...shownBy('a fresh client', lines), ...views];
  });
