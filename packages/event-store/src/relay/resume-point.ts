import { comparePositions, type Position } from '@parley/contracts';
import type { BrokerState } from './event-publisher.ts';
import type { RelayCursor } from './relay-cursor.ts';

/** Publish on after this position, or, where the broker has nothing of ours, what is young enough to be worth it. */
export type ResumePoint = { after: Position } | 'recent events';

/**
 * Compares what the relay remembers with what the broker has.
 *
 * - The stream we know, as long as we left it or longer: go on; longer means that the cursor was saved late, or another relay went on.
 * - The stream we know, but shorter: its tail is lost (a broker acknowledges before fsync). Go on after what is left.
 * - Another stream: go on after its last event if that is of this epoch, else begin with recent events; consumers that need older
 *   ones read them from the owner.
 */
export function resumePoint(epoch: string, cursor: RelayCursor | undefined, broker: BrokerState): ResumePoint {
  const last = broker.last?.epoch === epoch ? broker.last.position : undefined;
  const known = cursor !== undefined && cursor.epoch === epoch && cursor.streamCreated === broker.created;
  if (known && broker.lastSequence >= cursor.sequence) return { after: last ? later(cursor.position, last) : cursor.position };
  return last ? { after: last } : 'recent events';
}

function later(a: Position, b: Position): Position {
  return comparePositions(a, b) < 0 ? b : a;
}
