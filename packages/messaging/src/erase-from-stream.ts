import { type JetStreamManager, jetstreamManager, type NextMsgRequest, type StoredMsg } from '@nats-io/jetstream';
import { type PublishingService, streamName, subjects } from '@parley/contracts';
import type { Nats } from './connect-nats.ts';
import { ignoreApiError } from './reconcile-streams.ts';

export type EraseFromStream = {
  service: PublishingService;
  streamId: string;
  /** Published type of the event that ends the stream; it stays. */
  lastType: string;
};

const noMessageFound = 10_037;
const streamNotFound = 10_059;

/**
 * Takes what was published of one stream out of the broker, up to its last event, which stays. Message by message, since only
 * deleting overwrites a message in the broker's files; a purge marks it as gone and leaves its bytes there until a block is
 * rewritten. Whoever consumes meanwhile sees a hole and reads the rest from the owner.
 *
 * @returns false when the last event has not been published yet: something may still come before it
 */
export async function eraseFromStream(nats: Nats, { service, streamId, lastType }: EraseFromStream): Promise<boolean> {
  const jsm = await jetstreamManager(nats.nc, { checkAPI: false });
  const stream = streamName(service);
  const last = await jsm.streams
    .getMessage(stream, { last_by_subj: subjects.event(service, streamId, lastType) })
    .catch(ignoreApiError(noMessageFound))
    .catch(ignoreApiError(streamNotFound));
  if (!last) return false;
  const filter = subjects.event(service, streamId, '>');
  for (let next = await messageFrom(jsm, stream, filter, 1); next && next.seq < last.seq; ) {
    await jsm.streams.deleteMessage(stream, next.seq, true);
    next = await messageFrom(jsm, stream, filter, next.seq + 1);
  }
  return true;
}

export type EraseMentions = {
  service: PublishingService;
  streamId: string;
  /** What a message must contain to be erased, e.g. a person's id. */
  containing: string;
  /** Sequence number of the broker to go on at. */
  from: number;
  /** Messages to look at, at most. */
  limit: number;
};

/**
 * Takes those messages of one stream out of the broker that mention somebody, a bounded piece at a time.
 * @returns where to go on, or undefined when the end is reached
 */
export async function eraseMentions(nats: Nats, options: EraseMentions): Promise<number | undefined> {
  const { service, streamId, containing, from, limit } = options;
  const jsm = await jetstreamManager(nats.nc, { checkAPI: false });
  const stream = streamName(service);
  const filter = subjects.event(service, streamId, '>');
  let seq = from;
  for (let looked = 0; looked < limit; looked++) {
    const message = await messageFrom(jsm, stream, filter, seq);
    if (!message) return undefined;
    if (message.string().includes(containing)) await jsm.streams.deleteMessage(stream, message.seq, true);
    seq = message.seq + 1;
  }
  return seq;
}

async function messageFrom(jsm: JetStreamManager, stream: string, next_by_subj: string, seq: number): Promise<StoredMsg | undefined> {
  const query: NextMsgRequest & { seq: number } = { seq, next_by_subj };
  return (
    (await jsm.streams.getMessage(stream, query).catch(ignoreApiError(noMessageFound)).catch(ignoreApiError(streamNotFound))) ?? undefined
  );
}
