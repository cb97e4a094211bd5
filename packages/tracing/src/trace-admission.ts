import { formatTraceparent, newTraceparent, parseTraceparent } from './trace-context.ts';
import { tracing } from './tracing.ts';

/** Lets so many a second through, and as many at once. */
export type TraceBudget = { take(): boolean };

export function createTraceBudget(perSecond: number, now: () => number = () => performance.now()): TraceBudget {
  const most = Math.max(1, perSecond);
  let left = most;
  let filledAt = now();
  return {
    take() {
      const at = now();
      left = Math.min(most, left + ((at - filledAt) / 1_000) * perSecond);
      filledAt = at;
      if (perSecond === 0 || left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

export type TraceAdmissionOptions = {
  /** Which part is traced of what clients have not decided about. */
  ratio: number;
  /** For traces that clients begin. */
  budget: TraceBudget;
  random?: () => number;
};

/** What a client's frame goes on with. */
export type TraceAdmission = (fromClient: string | undefined) => string;

/**
 * A trace costs something at every step, so nobody outside decides that it is made: a client's "sampled" is believed while the budget lasts.
 * The trace's id stays the client's either way, so that its own notes and our log lines can be laid side by side.
 */
export function createTraceAdmission({ ratio, budget, random = Math.random }: TraceAdmissionOptions): TraceAdmission {
  return (fromClient) => {
    const context = parseTraceparent(fromClient);
    if (!context) return newTraceparent(tracing.on && random() < ratio);
    const admitted = context.sampled && tracing.on && budget.take();
    return formatTraceparent(context.traceId, context.spanId, admitted);
  };
}
