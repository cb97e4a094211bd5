import type { Property } from '../property.ts';

/** A client that was told "no" may send it anew; were the first one in the log after all, people would read it twice. */
export const refusedIsNotDone: Property = ({ attempts, rooms }) => {
  const posted = new Set(
    rooms.flatMap(({ log }) =>
      log.flatMap((event) => (event.type === 'message.posted' ? [`${event.data.sender.id}/${event.data.client_id}`] : [])),
    ),
  );
  return attempts.flatMap(({ outcome, personId, clientId, roomId }) =>
    outcome.kind === 'refused' && posted.has(`${personId}/${clientId}`)
      ? [`refused (${outcome.code}) and yet in the log: ${clientId} in ${roomId}`]
      : [],
  );
};
