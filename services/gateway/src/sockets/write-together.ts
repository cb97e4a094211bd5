import type { Socket } from 'node:net';

let corked: Socket[] = [];

/**
 * Joins everything that is written to a socket within one turn of the event loop into one system call. NATS hands over
 * many messages per turn when there are many, and one when there is one: an idle gateway delays nothing.
 */
export function writeTogether(socket: Socket, bytes: Buffer): void {
  if (socket.writableCorked === 0) {
    socket.cork();
    if (corked.length === 0) setImmediate(uncorkAll);
    corked.push(socket);
  }
  socket.write(bytes);
}

function uncorkAll(): void {
  const sockets = corked;
  corked = [];
  for (const socket of sockets) socket.uncork();
}
