import type { ControlFrame, LogEvent } from '@parley/contracts';

/** A frame of a type that this client doesn't know: skipped, unless it carries a `seq`. */
export type IncomingFrame = { kind: 'log'; event: LogEvent } | { kind: 'control'; frame: ControlFrame } | { kind: 'unknown' };

/**
 * Text → frame. What decides the client's bookkeeping (type, room, seq) is checked here; the rest is as the server wrote
 * it, which validates what it sends. Every frame with room and seq is an event of that room's log, also of a type yet
 * unknown: it holds a place in the order.
 */
export function parseFrame(text: string): IncomingFrame {
  const frame = parseJson(text);
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || typeof frame.type !== 'string') return { kind: 'unknown' };
  if ('seq' in frame && 'room_id' in frame) {
    return typeof frame.room_id === 'string' && Number.isInteger(frame.seq)
      ? { kind: 'log', event: frame as LogEvent }
      : { kind: 'unknown' };
  }
  return controlTypes.has(frame.type) ? { kind: 'control', frame: frame as ControlFrame } : { kind: 'unknown' };
}

const controlTypes: ReadonlySet<string> = new Set<ControlFrame['type']>([
  'ready',
  'ok',
  'error',
  'pong',
  'heartbeat',
  'room.added',
  'room.removed',
  'room.gap',
  'read.updated',
  'room.muted',
  'typing.started',
  'typing.stopped',
  'presence.changed',
  'notification',
  'notification.read',
  'notification.withdrawn',
  'relationships.changed',
  'session.ended',
  'server.draining',
]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
