import type { Property } from '../property.ts';

/** An acknowledgement names a place; the message must stand there, unchanged unless it was edited or deleted since. */
export const acknowledgedIsKept: Property = ({ attempts, rooms }) => {
  const logs = new Map(rooms.map(({ roomId, log }) => [roomId, log]));
  return attempts.flatMap(({ outcome, roomId, clientId, content }) => {
    if (outcome.kind !== 'acknowledged') return [];
    const event = logs.get(roomId)?.[outcome.seq - 1];
    const where = `${outcome.id} at ${outcome.seq} of ${roomId}`;
    if (event?.type !== 'message.posted' || event.data.id !== outcome.id) return [`acknowledged and lost: ${where}`];
    if (event.data.client_id !== clientId) return [`acknowledged under another client_id: ${where}`];
    const wasErased = event.data.content === '';
    return event.data.content === content || wasErased ? [] : [`acknowledged with another content: ${where}`];
  });
};
