import type { LogEvent } from '@parley/contracts';
import { type Attempt, type Change, identityOf, type Stretch } from '../history/history.ts';

export type Recorder = ReturnType<typeof createRecorder>;

/**
 * Writes down what a person sends and what each of their clients, one after the other, is shown.
 *
 * A client says when it starts a room afresh (`begin`); until then every event must follow the one before. One that does not
 * is written down all the same, where the checker finds it out of place.
 */
export function createRecorder() {
  const attempts: Attempt[] = [];
  const changes: Change[] = [];
  const stretches: Stretch[] = [];
  const current = new Map<string, Stretch>();

  return {
    attempts: attempts as readonly Attempt[],
    changes: changes as readonly Change[],
    stretches: stretches as readonly Stretch[],

    attempt(what: Pick<Attempt, 'personId' | 'roomId' | 'clientId' | 'content'>): Attempt {
      const attempt: Attempt = { ...what, startedAt: performance.now(), outcome: { kind: 'open' } };
      attempts.push(attempt);
      return attempt;
    },
    change(what: Omit<Change, 'outcome'>): Change {
      const change: Change = { ...what, outcome: 'unknown' };
      changes.push(change);
      return change;
    },
    /** The client is gone; what it had not brought to an end is the next one's business. */
    carryOver(): void {
      for (const attempt of attempts) if (attempt.outcome.kind === 'open') attempt.outcome = { kind: 'carried' };
      current.clear();
    },

    begin(roomId: string): void {
      current.delete(roomId);
    },
    shown(event: LogEvent): void {
      const stretch = current.get(event.room_id) ?? startStretch(event);
      stretch.identities.push(identityOf(event));
    },
  };

  function startStretch(event: LogEvent): Stretch {
    const stretch: Stretch = { roomId: event.room_id, from: event.seq, identities: [] };
    current.set(event.room_id, stretch);
    stretches.push(stretch);
    return stretch;
  }
}
