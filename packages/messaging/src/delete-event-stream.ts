import { JetStreamApiCodes, jetstreamManager } from '@nats-io/jetstream';
import { type PublishingService, streamName } from '@parley/contracts';
import type { Nats } from './connect-nats.ts';
import { ignoreApiError } from './reconcile-streams.ts';

/** The stream with everything in it, consumers included. The owner's relay makes a new one when it next looks. */
export async function deleteEventStream(nats: Nats, service: PublishingService): Promise<boolean> {
  const jsm = await jetstreamManager(nats.nc, { checkAPI: false });
  return (await jsm.streams.delete(streamName(service)).catch(ignoreApiError(JetStreamApiCodes.StreamNotFound))) ?? false;
}
