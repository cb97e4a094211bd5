import { z } from 'zod';
import { type ErrorCode, errorStatus } from '../error-codes.ts';

const hex = (digits: number) => z.string().regex(new RegExp(`^(?!0+$)[0-9a-f]{${digits}}$`));

/** What clients tell of traces: when they began and ended what, and nothing else. There is no place for a text in it. */
export const clientSpanSchema = z.object({
  trace_id: hex(32),
  span_id: hex(16),
  parent_span_id: hex(16).optional(),
  /** `send message`: from the click to the answer. `show message`: from the event's taking effect to the screen. */
  name: z.enum(['send message', 'show message']),
  /** Milliseconds since 1970, by the client's clock. */
  started_at_ms: z.number().positive().max(8.64e15),
  ended_at_ms: z.number().positive().max(8.64e15),
  /** The code that it was refused with. */
  error: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]).optional(),
});
export type ClientSpan = z.infer<typeof clientSpanSchema>;

export const tellSpansBodySchema = z.object({ spans: z.array(clientSpanSchema).min(1).max(32) }).meta({ id: 'TellSpansBody' });
export type TellSpansBody = z.infer<typeof tellSpansBodySchema>;
