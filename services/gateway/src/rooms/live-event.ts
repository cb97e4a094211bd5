/** An event of a room's log as the gateway handles it: its place and type, and the frame's payload, never parsed on the way out. */
export type LiveEvent = {
  seq: number;
  type: string;
  payload: Uint8Array;
  /** Only where the event is traced. */
  traceparent?: string | undefined;
};
