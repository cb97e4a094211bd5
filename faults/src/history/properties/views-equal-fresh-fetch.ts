import { isMemberNow, membershipsOf } from '../memberships.ts';
import type { Property } from '../property.ts';

/** After everything came to rest, every member's client stands at the head and shows the lines that the server has. */
export const viewsEqualFreshFetch: Property = ({ rooms, people }) =>
  rooms.flatMap(({ roomId, log, lines }) => {
    const members = membershipsOf(log);
    const fresh = new Map(lines.map((line) => [line.seq, line]));
    return people.flatMap(({ personId, finalViews }) => {
      const view = finalViews.find((candidate) => candidate.roomId === roomId);
      const isMember = isMemberNow(members.get(personId));
      if (!view) return isMember ? [`${personId} does not have ${roomId}`] : [];
      if (!isMember) return [`${personId} still has ${roomId}`];
      if (view.seq !== log.length) return [`${personId} stands at ${view.seq} of ${log.length} in ${roomId}`];
      const wrong = view.lines.find((line) => {
        const expected = fresh.get(line.seq);
        return expected !== undefined && (expected.id !== line.id || expected.text !== line.text);
      });
      return wrong
        ? [`${personId} shows "${wrong.text}" as ${wrong.seq} of ${roomId}, a fresh client "${fresh.get(wrong.seq)?.text}"`]
        : [];
    });
  });
