import type { Nats } from './connect-nats.ts';

/** The connection was away: what was sent may be lost, and the answer will not come. */
export class ConnectionInterruptedError extends Error {
  override readonly name = 'ConnectionInterruptedError';
  readonly code = 'nats_interrupted';
}

/**
 * Runs something that waits for answers from NATS. The client drops what is sent while it is disconnected, and waits out the whole
 * time limit for an answer that went with the old connection; so this waits for the connection first, and gives up when it is renewed.
 */
export async function whileConnected<Result>(nats: Nats, maxWaitMs: number, work: () => Promise<Result>): Promise<Result> {
  if (!nats.connected() && !(await reconnected(nats, maxWaitMs))) throw new ConnectionInterruptedError('NATS is not connected');
  let forget: (() => void) | undefined;
  const interrupted = new Promise<never>((_resolve, reject) => {
    forget = nats.onReconnect(() => reject(new ConnectionInterruptedError('the connection to NATS was away')));
  });
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    forget?.();
  }
}

function reconnected(nats: Nats, maxWaitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (result: boolean) => {
      clearTimeout(timer);
      forget();
      resolve(result);
    };
    const timer = setTimeout(() => end(false), maxWaitMs);
    const forget = nats.onReconnect(() => end(true));
  });
}
