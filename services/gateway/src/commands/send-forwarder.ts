import { type SendCommand, type SendOutcome, sendBatchRpc } from '@parley/contracts';
import { type Nats, requestRawRpc } from '@parley/messaging';
import type { Logger } from 'pino';

export type SendForwarder = { send(command: SendCommand): Promise<SendOutcome>; idle(): Promise<void> };

const maxPerRequest = 100;
const timeoutMs = 5_000;

type Waiting = { command: SendCommand; resolve: (outcome: SendOutcome) => void };

/**
 * Forwards `message.send` to `messages`: what came in during one turn of the event loop travels in one request.
 * No answer means "unavailable", never "not stored": the client asks again with the same client_id. An answer that was on
 * its way when the NATS connection broke will not come, so a reconnect ends the waiting.
 * Step 3 of docs/walkthroughs/one-message.md.
 */
export function createSendForwarder(nats: Nats, log: Logger): SendForwarder {
  let gathered: Waiting[] = [];
  const underWay = new Set<Promise<void>>();
  const abandons = new Set<() => void>();
  nats.onReconnect(() => {
    for (const abandon of [...abandons]) abandon();
  });

  function flush(): void {
    const all = gathered;
    gathered = [];
    for (let from = 0; from < all.length; from += maxPerRequest) {
      const request = forward(all.slice(from, from + maxPerRequest));
      underWay.add(request);
      void request.finally(() => underWay.delete(request));
    }
  }

  async function forward(batch: Waiting[]): Promise<void> {
    const answered = Promise.withResolvers<SendOutcome[]>();
    const abandon = () => answered.reject(new Error('the connection to NATS broke'));
    abandons.add(abandon);
    const body = JSON.stringify(batch.map((waiting) => waiting.command));
    requestRawRpc(nats, sendBatchRpc, body, { timeoutMs }).then(parseOutcomes).then(answered.resolve, answered.reject);
    try {
      const outcomes = await answered.promise;
      for (const [index, waiting] of batch.entries()) waiting.resolve(outcomes[index] ?? unavailable);
    } catch (error) {
      log.warn({ err: error, commands: batch.length }, 'messages did not answer');
      for (const waiting of batch) waiting.resolve(unavailable);
    } finally {
      abandons.delete(abandon);
    }
  }

  return {
    send(command) {
      return new Promise((resolve) => {
        if (gathered.length === 0) setImmediate(flush);
        gathered.push({ command, resolve });
      });
    },
    async idle() {
      if (gathered.length > 0) flush();
      await Promise.all(underWay);
    },
  };
}

const unavailable: SendOutcome = { ok: false, code: 'unavailable', message: 'The message could not be stored, try again' };

function parseOutcomes(body: string): SendOutcome[] {
  const reply = JSON.parse(body) as { ok: boolean; data?: SendOutcome[] };
  return reply.ok && Array.isArray(reply.data) ? reply.data : [];
}
