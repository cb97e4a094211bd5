import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { claimPort, isOurs } from './port-claims.ts';

/** Below every system's range for outgoing connections, so that a port stays free while its server is down and about to come back. */
const lowest = 15_000;
const highest = 32_000;

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A port that nobody listens on and no other process of Parley's has chosen, preferring the one asked for. It is this process's until
 * it ends.
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred)) && claimPort(preferred)) return preferred;
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(lowest, highest);
    if (!isOurs(port) && (await isPortFree(port)) && claimPort(port)) return port;
  }
  throw new Error(`No free port found between ${lowest} and ${highest}.`);
}
