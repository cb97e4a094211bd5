import { setTimeout as delay } from 'node:timers/promises';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import type { ClientSocket } from './client-socket.ts';

const tickMs = 1_000;
/** How long an answer to a heartbeat may take. Anything that the peer sends, a WebSocket pong included, is an answer. */
const answerMs = 15_000;

export async function runHeartbeats(sockets: () => Iterable<ClientSocket>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(tickMs, undefined, { signal }).catch(() => undefined);
    beat(sockets(), performance.now());
  }
}

/**
 * Sends each open socket that is due its heartbeat with the heads that moved since its last one, so that a quiet loss is
 * found by the client, and closes those that have not answered.
 */
export function beat(sockets: Iterable<ClientSocket>, now: number): void {
  for (const socket of sockets) {
    if (!socket.isOpen) continue;
    if (now - socket.lastHeartbeatAt > answerMs && socket.heardAt < socket.lastHeartbeatAt) socket.close('heartbeat_timeout');
    else if (now >= socket.heartbeatAt) socket.heartbeat(encodeJsonFrame({ type: 'heartbeat', data: { heads: headsMovedSince(socket) } }));
  }
}

function headsMovedSince(socket: ClientSocket): Record<string, number> {
  const heads: Record<string, number> = {};
  for (const [roomId, feed] of socket.rooms)
    if (feed.movedAt >= socket.lastHeartbeatAt && feed.lastSeq !== undefined) heads[roomId] = feed.lastSeq;
  return heads;
}
