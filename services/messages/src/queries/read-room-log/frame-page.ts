import type { LogEvent } from '@parley/contracts';

/** Fits a NATS reply and a socket's queue with room to spare. */
const maxBytes = 256 * 1024;

export type FramePage = { events: Array<{ seq: LogEvent['seq']; type: string; frame: string }>; head: number; has_more: boolean };

/** A page of the log as text that can be sent as it is, cut where it grows too large. At least one event is kept. */
export function toFramePage(page: { events: readonly LogEvent[]; head: number; has_more: boolean }): FramePage {
  const events: FramePage['events'] = [];
  let bytes = 0;
  for (const event of page.events) {
    const frame = JSON.stringify(event);
    bytes += Buffer.byteLength(frame);
    if (bytes > maxBytes && events.length > 0) return { events, head: page.head, has_more: true };
    events.push({ seq: event.seq, type: event.type, frame });
  }
  return { events, head: page.head, has_more: page.has_more };
}
