import {
  AckPolicy,
  type Consumer,
  DeliverPolicy,
  JetStreamApiCodes,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { type PublishingService, streamName } from '@parley/contracts';
import type { Nats } from '../connect-nats.ts';
import { ignoreApiError } from '../reconcile-streams.ts';

/** Deliveries that may wait for their transaction: what a consumer holds in memory. */
export const maxUnacknowledged = 1_000;

export const ackWaitMs = 30_000;

/**
 * The durable consumer on the broker, made if it is missing. A new one begins with what is published from now on: everything before
 * is read from the owner, after this call. Acknowledging one message acknowledges all before it.
 * @throws JetStreamApiError `stream not found` until the owner has made it
 */
export async function ensureDurable(nats: Nats, service: PublishingService, durable: string): Promise<Consumer> {
  const jsm = await jetstreamManager(nats.nc, { checkAPI: false });
  const stream = streamName(service);
  const { state } = await jsm.streams.info(stream);
  const existing = await jsm.consumers.info(stream, durable).catch(ignoreApiError(JetStreamApiCodes.ConsumerNotFound));
  const ahead = existing !== undefined && existing.delivered.stream_seq > state.last_seq;
  // The stream lost its tail and the consumer did not: it would pass over as many new events in silence.
  if (ahead) await jsm.consumers.delete(stream, durable);
  if (!existing || ahead) await addDurable(jsm, stream, durable);
  return jetstream(nats.nc).consumers.get(stream, durable);
}

async function addDurable(jsm: JetStreamManager, stream: string, durable: string): Promise<void> {
  await jsm.consumers.add(stream, {
    durable_name: durable,
    deliver_policy: DeliverPolicy.New,
    ack_policy: AckPolicy.All,
    ack_wait: nanos(ackWaitMs),
    max_ack_pending: maxUnacknowledged,
    max_deliver: -1,
  });
}
