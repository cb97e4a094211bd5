import type { Property } from '../check-history.ts';
import { membershipsOf, wasMemberAt } from '../memberships.ts';

export const membersOnly: Property = ({ rooms, people }) => {
  const members = new Map(rooms.map(({ roomId, log }) => [roomId, membershipsOf(log)]));
  return people.flatMap(({ personId, stretches }) =>
    stretches.flatMap(({ roomId, from, identities }) => {
      const memberships = members.get(roomId)?.get(personId);
      const strange = identities.findIndex((_identity, index) => !wasMemberAt(memberships, from + index));
      return strange < 0 ? [] : [`${personId} was shown ${from + strange} of ${roomId} without being a member then`];
    }),
  );
};
