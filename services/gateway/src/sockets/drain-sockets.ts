import { setTimeout as delay } from 'node:timers/promises';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import type { ClientSocket } from './client-socket.ts';

/** The returning clients spread over this time, so that the other gateways are not stormed. */
const spreadMs = 2_000;
/** Time for the answers of commands that are under way. */
const lingerMs = 500;

/** Tells each socket when to come back elsewhere, lets commands finish, closes all. */
export async function drainSockets(sockets: readonly ClientSocket[]): Promise<void> {
  if (sockets.length === 0) return;
  tellWhen(sockets);
  await delay(lingerMs);
  for (const socket of sockets) socket.close('restart', 'draining');
  await delay(100);
}

/** At once, what is under way or not: what these sockets have been told is no longer so. */
export function sendElsewhere(sockets: readonly ClientSocket[], why: string): void {
  tellWhen(sockets);
  for (const socket of sockets) socket.close('restart', why);
}

function tellWhen(sockets: readonly ClientSocket[]): void {
  const spread = Math.min(spreadMs, sockets.length * 10);
  for (const socket of sockets) {
    const reconnect_after_ms = Math.round(Math.random() * spread);
    socket.send(encodeJsonFrame({ type: 'server.draining', data: { reconnect_after_ms } }));
  }
}
