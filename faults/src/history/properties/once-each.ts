import type { Property } from '../property.ts';

/** A sender's `client_id` is one message for good, in whichever room; so are message ids. */
export const onceEach: Property = ({ rooms }) => {
  const places = new Map<string, string>();
  return rooms.flatMap(({ roomId, log }) =>
    log.flatMap((event) => {
      if (event.type !== 'message.posted') return [];
      const place = `${event.seq} of ${roomId}`;
      return [`${event.data.sender.id}/${event.data.client_id}`, event.data.id].flatMap((key) => {
        const earlier = places.get(key);
        places.set(key, place);
        return earlier === undefined ? [] : [`${key} stands at ${earlier} and at ${place}`];
      });
    }),
  );
};
