import type { JsMsg } from '@nats-io/jetstream';
import { decodeEvent } from '../event-headers.ts';
import { pause } from '../pause.ts';
import { whileConnected } from '../while-connected.ts';
import { applyWithRetries } from './apply-with-retries.ts';
import type { ConsumedEvent } from './consumed-event.ts';
import { consumerDelay, reportLag } from './consumer-metrics.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { type ConsumerPosition, consumerName } from './consumer-position.ts';
import { openDeliveries } from './deliveries.ts';
import { ackWaitMs, ensureDurable, maxUnacknowledged } from './durable-consumer.ts';

export type FollowOptions<Tables> = ConsumerOptions<Tables> & {
  catchUp: () => Promise<ConsumerPosition>;
  /** Called once it follows: caught up, and every event from now on will be delivered. */
  onFollowing: () => void;
};

const longestWaitMs = 5_000;

/** Ours is the owner's as we last heard; events of former ones were published before a restore, and the owner knows them no more. */
type Epochs = { ours: string; former: Set<string> };

/**
 * First the durable consumer, then the owner's events, then the deliveries: whatever is published after the first step is delivered,
 * whatever was before is with the owner, and what is both is skipped by its position.
 */
export async function followStream<Tables>(options: FollowOptions<Tables>, signal: AbortSignal): Promise<void> {
  const { nats, service, durable, batch = 25, restMs = 0, idleCheckMs = 30_000 } = options;
  const consumer = await whileConnected(nats, longestWaitMs, () => ensureDurable(nats, service, durable));
  const name = consumerName(service, durable);
  using _lag = reportLag(name, async () => {
    if (!nats.connected()) return Number.NaN;
    const { num_pending, num_ack_pending } = await consumer.info();
    return num_pending + num_ack_pending;
  });
  await using deliveries = await openDeliveries(nats, consumer, maxUnacknowledged);
  const epochs: Epochs = { ours: (await options.catchUp()).epoch, former: new Set() };
  options.onFollowing();
  while (!signal.aborted) {
    const messages = await deliveries.take(batch, idleCheckMs, signal);
    if (signal.aborted) return;
    if (messages.length === 0) epochs.ours = (await options.catchUp()).epoch;
    else await applyMessages(options, messages, epochs, signal);
    const [oldest] = messages;
    if (oldest) consumerDelay.observe({ consumer: name }, Math.max(0, Date.now() - oldest.info.timestampNanos / 1_000_000) / 1_000);
    messages.at(-1)?.ack();
    // Less than a full batch was there: what comes in a moment is worth one transaction, not many.
    if (restMs > 0 && messages.length < batch) await pause(restMs, signal);
  }
}

async function applyMessages<Tables>(
  options: FollowOptions<Tables>,
  messages: readonly JsMsg[],
  epochs: Epochs,
  signal: AbortSignal,
): Promise<void> {
  using _working = keepWorking(messages);
  const events = messages.flatMap((message) => decoded(options, message));
  if (events.some(({ epoch }) => epoch !== epochs.ours && !epochs.former.has(epoch))) {
    epochs.ours = (await options.catchUp()).epoch;
    for (const { epoch } of events) if (epoch !== epochs.ours) epochs.former.add(epoch);
  }
  const current = events.filter(({ epoch }) => epoch === epochs.ours);
  if (current.length === 0) return;
  const applied = await applyWithRetries(options, current, signal);
  // Everything delivered was committed before, so what the owner tells includes it.
  if (applied.outcome === 'gap') epochs.ours = (await options.catchUp()).epoch;
}

function decoded<Tables>({ service, log }: FollowOptions<Tables>, message: JsMsg): ConsumedEvent[] {
  try {
    return [decodeEvent(service, message.subject, message.headers, message.string())];
  } catch (error) {
    log.error({ err: error, source: service, sequence: message.seq }, 'a message that is no event is passed over');
    return [];
  }
}

/** A slow batch must not be delivered to us again meanwhile. */
function keepWorking(messages: readonly JsMsg[]): Disposable {
  const timer = setInterval(() => {
    for (const message of messages) message.working();
  }, ackWaitMs / 3);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
