import type { ClientSpan } from '@parley/contracts';
import type { Clock } from '../clock.ts';
import { ParleyError } from '../errors.ts';

/** Two ends of a message's trace: from the click to the server's answer, and from the event's taking effect to the screen. */
export type ClientTracer = {
  /** Which part of what is sent is traced, as the server wishes; 0 for none. */
  wish(ratio: number): void;
  /** Follows a message from the click to its answer. */
  follow<Answer>(clientId: string, send: () => Promise<Answer>): Promise<Answer>;
  /** What the message's command carries. */
  traceparentOf(clientId: string): string | undefined;
  /** An event of a trace has been applied: the trace ends on the screen. */
  shown(traceparent: string): void;
};

export type ClientTracerOptions = {
  clock: Clock;
  random: () => number;
  /** Sends what was seen. May fail: what is told is of use, not of need. */
  tell: (spans: ClientSpan[]) => Promise<unknown>;
  /** Calls back when what was applied is on the screen. */
  afterPaint?: (done: () => void) => void;
};

const maxFollowed = 32;
const maxWaiting = 32;
/** Spread, so that a large room's clients do not tell of one message all at once. */
const tellAfterMs = { least: 1_000, spread: 4_000 };

/** W3C trace context and a few bytes a message, instead of a tracing library's hundred kilobytes. Does nothing until the server wishes it. */
export function createClientTracer({ clock, random, tell, afterPaint = paintedSoon }: ClientTracerOptions): ClientTracer {
  const followed = new Map<string, { traceId: string; spanId: string }>();
  let waiting: ClientSpan[] = [];
  let ratio = 0;
  let timed = false;

  function note(span: ClientSpan): void {
    if (waiting.length >= maxWaiting) return;
    waiting.push(span);
    if (timed) return;
    timed = true;
    clock.after(tellAfterMs.least + random() * tellAfterMs.spread, () => {
      const spans = waiting;
      waiting = [];
      timed = false;
      void tell(spans).catch(() => undefined);
    });
  }

  return {
    wish(next) {
      ratio = next;
    },
    follow(clientId, send) {
      if (ratio === 0 || followed.size >= maxFollowed || random() >= ratio) return send();
      const span = { traceId: randomHex(16), spanId: randomHex(8) };
      const startedAt = clock.now();
      // Before it is sent: the command carries it.
      followed.set(clientId, span);
      const answered = send();
      const end = (error?: ParleyError['code']) => {
        followed.delete(clientId);
        const times = { started_at_ms: startedAt, ended_at_ms: clock.now() };
        note({ trace_id: span.traceId, span_id: span.spanId, name: 'send message', ...times, ...(error ? { error } : {}) });
      };
      answered.then(
        () => end(),
        (error: unknown) => end(error instanceof ParleyError ? error.code : 'internal'),
      );
      return answered;
    },
    traceparentOf(clientId) {
      const span = followed.get(clientId);
      return span && `00-${span.traceId}-${span.spanId}-01`;
    },
    shown(traceparent) {
      const [, trace_id = '', parent_span_id = '', flags] = traceparent.split('-');
      if (ratio === 0 || flags !== '01') return;
      const appliedAt = clock.now();
      afterPaint(() => {
        const times = { started_at_ms: appliedAt, ended_at_ms: clock.now() };
        note({ trace_id, span_id: randomHex(8), parent_span_id, name: 'show message', ...times });
      });
    },
  };
}

/** A browser paints after the next frame's callbacks; a hidden page, and a program, never. */
function paintedSoon(done: () => void): void {
  if (typeof requestAnimationFrame === 'function' && document.visibilityState === 'visible') requestAnimationFrame(() => setTimeout(done));
  else done();
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
