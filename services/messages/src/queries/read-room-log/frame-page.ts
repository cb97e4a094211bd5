import type { LogEvent } from '@parley/contracts';

/** Fits a NATS reply and a socket's queue with room to spare. */
const maxBytes = 256 * 1024;

export type FramePage = { events: Array<{ seq: number; type: string; frame: string }>; head: number; has_more: boolean };

/** A page of the log as text that can be sent as it is. */
export function toFramePage({ events, head, has_more }: { events: readonly LogEvent[]; head: number; has_more: boolean }): FramePage {
  return cutToSize({ events: events.map((event) => ({ seq: event.seq, type: event.type, frame: JSON.stringify(event) })), head, has_more });
}

/** Cut where it grows too large. At least one event is kept. */
export function cutToSize(page: FramePage): FramePage {
  let bytes = 0;
  const first = page.events.findIndex(({ frame }, index) => {
    bytes += Buffer.byteLength(frame);
    return bytes > maxBytes && index > 0;
  });
  return first < 0 ? page : { events: page.events.slice(0, first), head: page.head, has_more: true };
}
