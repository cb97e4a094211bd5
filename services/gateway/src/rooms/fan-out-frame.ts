import { startSpan, type TracedWork } from '@parley/tracing';
import { encodeTextFrame } from '../frames/encode-text-frame.ts';
import type { LiveEvent } from './live-event.ts';

/** The frame that everybody in the audience gets, and the span of its way to them. */
export type FanOutFrame = { frame: Buffer; span?: TracedWork };

/**
 * A frame that is traced carries its span as `traceparent`, so that the receiver's client can go on with the trace; it is written into the
 * text, which is not parsed here. All others leave as `messages` wrote them.
 */
export function fanOutFrame(roomId: string, { payload, traceparent }: LiveEvent): FanOutFrame {
  const span = startSpan('fan out', traceparent, {
    kind: 'consumer',
    links: traceparent === undefined ? [] : [traceparent],
    attributes: { 'parley.room_id': roomId },
  });
  return span ? { frame: encodeTextFrame(withTraceparent(payload, span.traceparent)), span } : { frame: encodeTextFrame(payload) };
}

/** `payload` is a JSON object with members: its last byte closes it. */
function withTraceparent(payload: Uint8Array, traceparent: string): Buffer {
  return Buffer.concat([payload.subarray(0, -1), Buffer.from(`,"traceparent":"${traceparent}"}`)]);
}
