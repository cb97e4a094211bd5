import type { Socket } from 'node:net';
import { limits } from '@parley/contracts';
import { writeTogether } from './write-together.ts';

export type FrameKind = 'durable' | 'ephemeral';

export type SocketWriter = {
  /** False when the frame was not queued: dropped (ephemeral), or the reader is too slow (durable). */
  write(frame: Buffer, kind: FrameKind): boolean;
  /** Bytes that wait to leave. */
  queuedBytes(): number;
};

/** From here on a slow reader gets no typing and no presence; what is left of its queue is for what must not be lost. */
const ephemeralLimitBytes = limits.socketQueueMaxBytes / 4;

/**
 * Writes ready-made frames past `ws` to its TCP socket. Safe beside `ws`' own writes: without compression each of its
 * frames is written whole in one call, too.
 *
 * The queue is the TCP socket's own, counted in bytes: one slow reader costs its limit and nothing else.
 * Step 9 of docs/walkthroughs/one-message.md.
 */
export function createSocketWriter(socket: Socket, onTooSlow: () => void): SocketWriter {
  return {
    queuedBytes: () => socket.writableLength,
    write(frame, kind) {
      if (!socket.writable) return false;
      const queued = socket.writableLength;
      if (kind === 'ephemeral') {
        if (queued > ephemeralLimitBytes) return false;
      } else if (queued + frame.byteLength > limits.socketQueueMaxBytes) {
        onTooSlow();
        return false;
      }
      writeTogether(socket, frame);
      return true;
    },
  };
}
