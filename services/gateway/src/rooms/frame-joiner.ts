import type { TracedWork } from '@parley/tracing';
import { observeFanOut } from '../metrics.ts';
import type { FanOutFrame } from './fan-out-frame.ts';

/** Frames of one room that come closer together than this leave in one write. */
const joinMs = 4;

type Receiver = { send(frame: Buffer): void };
/** Of frames that are traced: those of one write know each other. */
const maxTraced = 32;

export type FrameJoiner = {
  /** To everyone in the audience: at once when the room is quiet, joined with its neighbours when it is busy. */
  add(frame: FanOutFrame): void;
  /** Writes what waits. Called before the audience changes, so that everyone gets exactly what was theirs. */
  flush(): void;
};

/**
 * The write call is what fan-out costs, not the bytes: ten frames in one write cost a seventh of ten writes. A quiet
 * room never waits; a busy one gathers for a few milliseconds and joins the bytes once for all its sockets.
 * Step 9 of docs/walkthroughs/one-message.md.
 */
export function frameJoiner(audience: ReadonlySet<Receiver>): FrameJoiner {
  let waiting: Buffer[] = [];
  let traced: TracedWork[] = [];
  let flushedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const [first] = waiting;
    const bytes = waiting.length === 1 && first ? first : Buffer.concat(waiting);
    observeFanOut({ frames: waiting.length, sockets: audience.size, bytes: bytes.byteLength });
    waiting = [];
    flushedAt = performance.now();
    for (const receiver of audience) receiver.send(bytes);
    if (traced.length > 0) endTraced();
  }

  function endTraced(): void {
    const [first, ...others] = traced;
    first?.linkTo(others.map((span) => span.traceparent));
    for (const span of traced) span.end({ 'parley.sockets': audience.size });
    traced = [];
  }

  return {
    flush,
    add({ frame, span }) {
      waiting.push(frame);
      if (span && traced.length < maxTraced) traced.push(span);
      else span?.end();
      const sinceMs = performance.now() - flushedAt;
      if (sinceMs >= joinMs) flush();
      else timer ??= setTimeout(flush, joinMs - sinceMs);
    },
  };
}
