import { assertNever } from '@parley/contracts';
import { isMemberNow, membershipsOf } from '../memberships.ts';
import type { Property } from '../property.ts';

/** What a person may be told for good when they were removed from the room that they write to. */
const refusalsOfStrangers = new Set(['not_a_member', 'room_not_found']);

/**
 * Faults delay, they don't refuse: every attempt is acknowledged in the end, unless its sender was removed from the room at
 * some time. What a client left in its outbox is sent by the next one.
 */
export const everyAttemptEnds: Property = ({ attempts, rooms }) => {
  const members = new Map(rooms.map(({ roomId, log }) => [roomId, membershipsOf(log)]));
  const posted = new Set<string | null>(
    rooms.flatMap(({ log }) => log.flatMap((event) => (event.type === 'message.posted' ? [event.data.client_id] : []))),
  );
  return attempts.flatMap(({ outcome, personId, roomId, clientId }) => {
    const memberships = members.get(roomId)?.get(personId);
    const wasAlwaysIn = memberships?.length === 1 && isMemberNow(memberships);
    switch (outcome.kind) {
      case 'acknowledged':
        return [];
      case 'refused':
        return !wasAlwaysIn && refusalsOfStrangers.has(outcome.code)
          ? []
          : [`${personId} was refused (${outcome.code}): ${clientId} in ${roomId}`];
      case 'carried':
        return posted.has(clientId) || !wasAlwaysIn ? [] : [`left in an outbox and never sent: ${clientId} in ${roomId}`];
      case 'open':
        return [`never answered: ${clientId} by ${personId} in ${roomId}`];
      default:
        return assertNever(outcome);
    }
  });
};
