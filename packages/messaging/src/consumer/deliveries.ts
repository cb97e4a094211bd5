import type { Consumer, JsMsg } from '@nats-io/jetstream';
import type { Nats } from '../connect-nats.ts';

/** What the broker delivers, as batches. */
export type Deliveries = AsyncDisposable & {
  /** What has arrived, at most `max`; waits up to `ms` for the first. Rejects when the subscription has ended. */
  take(max: number, ms: number, signal: AbortSignal): Promise<JsMsg[]>;
};

/** Ends (rejects) at every reconnect and when the stream or the consumer is gone: the follower then starts over. */
export async function openDeliveries(nats: Nats, consumer: Consumer, maxMessages: number): Promise<Deliveries> {
  let arrived: JsMsg[] = [];
  let wake: (() => void) | undefined;
  let ended: Error | undefined;
  const end = (error: Error) => {
    ended ??= error;
    wake?.();
  };

  const messages = await consumer.consume({
    max_messages: maxMessages,
    abort_on_missing_resource: true,
    idle_heartbeat: 5_000,
    callback: (message) => {
      arrived.push(message);
      wake?.();
    },
  });
  void messages.closed().then((reason) => end(reason instanceof Error ? reason : new Error('the deliveries ended')));
  const forget = nats.onReconnect(() => end(new Error('the connection to NATS was away')));

  return {
    async take(max, ms, signal) {
      if (arrived.length === 0 && !ended && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          signal.addEventListener('abort', () => resolve(), { once: true });
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      if (ended) throw ended;
      const taken = arrived.slice(0, max);
      arrived = arrived.slice(max);
      return taken;
    },
    async [Symbol.asyncDispose]() {
      forget();
      await messages.close();
    },
  };
}
