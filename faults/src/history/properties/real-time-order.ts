import type { Attempt } from '../history.ts';
import type { Property } from '../property.ts';

type Acknowledged = Attempt & { outcome: { kind: 'acknowledged' } };

/**
 * Whatever was acknowledged before somebody began to send stands before what they sent: real-time order, as in
 * linearizability (Herlihy and Wing, 1990), for all senders of a room together.
 */
export const realTimeOrder: Property = ({ attempts }) => {
  const byRoom = Map.groupBy(attempts.filter(isAcknowledged), ({ roomId }) => roomId);
  return [...byRoom.values()].flatMap(breachesInRoom);
};

function isAcknowledged(attempt: Attempt): attempt is Acknowledged {
  return attempt.outcome.kind === 'acknowledged';
}

function breachesInRoom(attempts: readonly Acknowledged[]): string[] {
  const byStart = attempts.toSorted((a, b) => a.startedAt - b.startedAt);
  const byEnd = attempts.toSorted((a, b) => a.outcome.at - b.outcome.at);
  const found: string[] = [];
  let ended = 0;
  let highest: Acknowledged | undefined;
  for (const attempt of byStart) {
    for (let next = byEnd[ended]; next && next.outcome.at < attempt.startedAt; next = byEnd[ended]) {
      if (!highest || next.outcome.seq > highest.outcome.seq) highest = next;
      ended += 1;
    }
    if (highest && highest.outcome.seq >= attempt.outcome.seq) {
      found.push(`${attempt.outcome.seq} of ${attempt.roomId} was sent after ${highest.outcome.seq} had been acknowledged`);
    }
  }
  return found;
}
