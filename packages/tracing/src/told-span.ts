/** A span that somebody else has made, in a process that cannot tell the collector itself. */
export type ToldSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string | undefined;
  name: string;
  /** Milliseconds since 1970. */
  startMs: number;
  endMs: number;
  /** A code. */
  error?: string;
};
