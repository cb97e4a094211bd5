import { type SendCommand, type SendOutcome, sendBatchRpc } from '@parley/contracts';
import { type Nats, requestRawRpc } from '@parley/messaging';
import { createGatherWindow } from '@parley/service-kit';
import { isSampled, tracing } from '@parley/tracing';
import type { Logger } from 'pino';

export type SendForwarder = { send(command: SendCommand): Promise<SendOutcome>; idle(): Promise<void> };

const maxPerRequest = 100;
const timeoutMs = 5_000;

export type ForwarderOptions = {
  /** While this many requests are under way, commands gather for the next one: a busy gateway asks less often for more. */
  maxUnderWay: number;
  /** A request that takes longer no longer holds the others back: one replica that hangs must not stop the rest. */
  slotMs: number;
};

const forMembers: ForwarderOptions = { maxUnderWay: 8, slotMs: 100 };
/** For commands that may take as long as `rooms` does: never more of the places at `messages` than this. */
export const forStrangers: ForwarderOptions = { maxUnderWay: 2, slotMs: timeoutMs };

type Waiting = { command: SendCommand; resolve: (outcome: SendOutcome) => void };

/**
 * Forwards `message.send` to `messages`: what came in during one turn of the event loop (when much comes, during a few milliseconds), or
 * while enough requests were under way, travels in one request.
 * No answer means "unavailable", never "not stored": the client asks again with the same client_id. An answer that was on
 * its way when the NATS connection broke will not come, so a reconnect ends the waiting.
 * Step 3 of docs/walkthroughs/one-message.md.
 */
export function createSendForwarder(nats: Nats, log: Logger, { maxUnderWay, slotMs } = forMembers): SendForwarder {
  const gathered: Waiting[] = [];
  const underWay = new Set<Promise<void>>();
  const abandons = new Set<() => void>();
  nats.onReconnect(() => {
    for (const abandon of [...abandons]) abandon();
  });

  const window = createGatherWindow({ busyPerSecond: 300, windowMs: 10 });
  let scheduled = false;
  let slots = maxUnderWay;

  function schedule(): void {
    if (scheduled || slots === 0 || gathered.length === 0) return;
    scheduled = true;
    const waitMs = window.waitMs(0);
    if (waitMs > 0) setTimeout(leave, waitMs);
    else setImmediate(leave);
  }

  function leave(): void {
    scheduled = false;
    while (slots > 0 && gathered.length > 0) dispatch(gathered.splice(0, maxPerRequest));
  }

  function dispatch(batch: Waiting[]): void {
    slots -= 1;
    const free = onlyOnce(() => {
      slots += 1;
      schedule();
    });
    const timer = setTimeout(free, slotMs);
    const request = forward(batch).finally(() => {
      clearTimeout(timer);
      underWay.delete(request);
      free();
    });
    underWay.add(request);
  }

  async function forward(batch: Waiting[]): Promise<void> {
    const answered = Promise.withResolvers<SendOutcome[]>();
    const abandon = () => answered.reject(new Error('the connection to NATS broke'));
    abandons.add(abandon);
    const body = JSON.stringify(batch.map((waiting) => waiting.command));
    requestRawRpc(nats, sendBatchRpc, body, { timeoutMs, ...tracesOf(batch) })
      .then(parseOutcomes)
      .then(answered.resolve, answered.reject);
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
        gathered.push({ command, resolve });
        window.count();
        schedule();
      });
    },
    async idle() {
      while (gathered.length > 0 || underWay.size > 0) {
        if (gathered.length > 0) dispatch(gathered.splice(0, maxPerRequest));
        await Promise.all(underWay);
      }
    },
  };
}

/** The request belongs to the first trace in it, and is linked to the others. */
function tracesOf(batch: readonly Waiting[]): { traceparent?: string; links?: string[] } {
  if (!tracing.on) return {};
  const traced = batch.flatMap(({ command }) => (isSampled(command.traceparent) ? [command.traceparent] : []));
  const [traceparent, ...links] = traced;
  return traceparent === undefined ? {} : { traceparent, links };
}

function onlyOnce(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}

const unavailable: SendOutcome = { ok: false, code: 'unavailable', message: 'The message could not be stored, try again' };

function parseOutcomes(body: string): SendOutcome[] {
  const reply = JSON.parse(body) as { ok: boolean; data?: SendOutcome[] };
  return reply.ok && Array.isArray(reply.data) ? reply.data : [];
}
