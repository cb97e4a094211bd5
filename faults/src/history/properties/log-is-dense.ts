import type { Property } from '../property.ts';

export const logIsDense: Property = ({ rooms }) =>
  rooms.flatMap(({ roomId, log }) =>
    log.flatMap((event, index) => (event.seq === index + 1 ? [] : [`${roomId} has ${event.seq} in place of ${index + 1}`])),
  );
