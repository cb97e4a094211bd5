import { randomUUID } from 'node:crypto';

/** W3C trace context, version 00: `00-<trace id>-<span id>-<flags>`. */
export type TraceContext = { traceId: string; spanId: string; sampled: boolean };

const shape = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** A fresh trace. `sampled` is what downstream services honour. */
export function newTraceparent(sampled = false): string {
  return `00-${randomHex32()}-${randomHex32().slice(16)}-${sampled ? '01' : '00'}`;
}

export function formatTraceparent(traceId: string, spanId: string, sampled: boolean): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** Of a trace context that was made or let in by us, whose flags are `00` or `01`: one comparison, for hot paths. */
export function isSampled(traceparent: string | undefined): traceparent is string {
  return traceparent !== undefined && traceparent.charCodeAt(54) === 0x31;
}

/** Undefined for anything that is not a valid trace context: foreign input never breaks a request. */
export function parseTraceparent(text: unknown): TraceContext | undefined {
  const match = typeof text === 'string' ? shape.exec(text) : null;
  const [, traceId, spanId, flags] = match ?? [];
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId) || text?.toString().startsWith('ff')) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The same trace with a new span id; a new trace when `parent` is absent or malformed. */
export function childTraceparent(parent: unknown): string {
  const context = parseTraceparent(parent);
  if (!context) return newTraceparent();
  return `00-${context.traceId}-${randomHex32().slice(16)}-${context.sampled ? '01' : '00'}`;
}

/** Of a UUID, whose random bits Node.js keeps in stock: a tenth of the cost of `randomBytes`, and this runs per message. */
function randomHex32(): string {
  return randomUUID().replaceAll('-', '');
}
