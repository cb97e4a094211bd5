import { membershipsOf, wasMemberAt, wasMemberAtOrLater } from '../memberships.ts';
import type { Property } from '../property.ts';

export const membersOnly: Property = ({ rooms, people }) => {
  const places = new Map(rooms.map(({ roomId, log, visibility }) => [roomId, { members: membershipsOf(log), visibility }]));
  return people.flatMap(({ personId, stretches }) =>
    stretches.flatMap(({ roomId, from, identities }) => {
      const place = places.get(roomId);
      const memberships = place?.members.get(personId);
      const isTheirs = place?.visibility === 'all' ? wasMemberAtOrLater : wasMemberAt;
      const strange = identities.findIndex((_identity, index) => !isTheirs(memberships, from + index));
      return strange < 0 ? [] : [`${personId} was shown ${from + strange} of ${roomId}, which is not theirs to read`];
    }),
  );
};
