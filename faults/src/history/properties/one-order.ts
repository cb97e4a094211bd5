import { identityOf } from '../history.ts';
import type { Property } from '../property.ts';

/** Every stretch that any client was shown is a stretch of the one log. */
export const oneOrder: Property = ({ rooms, people }) => {
  const logs = new Map(rooms.map(({ roomId, log }) => [roomId, log.map(identityOf)]));
  return people.flatMap(({ personId, stretches }) =>
    stretches.flatMap(({ roomId, from, identities }) => {
      const log = logs.get(roomId) ?? [];
      const wrong = identities.findIndex((identity, index) => log[from - 1 + index] !== identity);
      if (wrong < 0) return [];
      const seq = from + wrong;
      return [`${personId} was shown "${identities[wrong]}" as ${seq} of ${roomId}, where the log has "${log[seq - 1] ?? 'nothing'}"`];
    }),
  );
};
