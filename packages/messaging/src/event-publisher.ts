import { JetStreamApiCodes, type JetStreamManager, jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import { type PublishedEvent, type PublishingService, subjects } from '@parley/contracts';
import { type AckWindow, createAckWindow } from './ack-window.ts';
import type { Nats } from './connect-nats.ts';
import { decodeEvent, encodeEventHeaders } from './event-headers.ts';
import { type EventStreamOptions, eventStreamConfig } from './event-stream-config.ts';
import { ignoreApiError, reconcileStreams } from './reconcile-streams.ts';
import { whileConnected } from './while-connected.ts';

export type EventPublisherOptions = EventStreamOptions & {
  /** How many events may be on their way at once. Default 1,000. */
  maxOutstanding?: number;
  /** How long to wait for the next acknowledgement. Default 5 s. */
  ackTimeoutMs?: number;
};

/** How many deleted messages to look behind for the last event. A relay that finds none goes on from its cursor. */
const maxDeletedAtEnd = 100;

/** Where the stream stands: when it was made, the last sequence number it gave, and the youngest event that it still has. */
export type PublisherState = {
  created: string;
  lastSequence: number;
  last?: Pick<PublishedEvent, 'position' | 'epoch'> | undefined;
};

export type EventPublisher = {
  state(): Promise<PublisherState>;
  publish(events: readonly PublishedEvent[], after: { lastSequence: number }): Promise<{ stored: number; lastSequence: number }>;
  onReconnect(listener: () => void): () => void;
};

/**
 * The broker's side of a relay. Step 7 of docs/walkthroughs/one-message.md.
 *
 * Events are sent without waiting for one another. The first must come behind the sequence number that the caller knows, each
 * other one behind its predecessor (`Nats-Expected-Last-Msg-Id`), so the first that is refused makes all later ones be refused:
 * whatever happens, the stream has a prefix, without a hole. Sequence numbers alone would not do: had somebody else published two
 * events, our first two would be refused and our third would fit.
 *
 * For the same reason the answer to the last one speaks for all: only that one asks. Of a run that was refused somewhere, `stored` may
 * then tell less than the broker has; the relay looks at what it has before it goes on.
 */
export function createEventPublisher(nats: Nats, service: PublishingService, options: EventPublisherOptions = {}): EventPublisher {
  const { maxOutstanding = 1_000, ackTimeoutMs = 5_000 } = options;
  const config = eventStreamConfig(service, options);
  const acks = createAckWindow(nats, { maxOutstanding, ackTimeoutMs });
  let careful = false;

  async function publish(events: readonly PublishedEvent[], { lastSequence }: { lastSequence: number }) {
    const asked = careful;
    careful = true;
    const result = await publishAll(nats, acks, events, { lastSequence, careful: asked });
    careful = result.stored < events.length;
    return result;
  }

  async function readState(): Promise<PublisherState> {
    const [info] = await reconcileStreams(nats, [config], nats.log);
    if (!info) throw new Error(`stream ${config.name} cannot be read`);
    const jsm = await jetstreamManager(nats.nc, { checkAPI: false });
    return { created: info.created, lastSequence: info.state.last_seq, last: await lastEvent(jsm, service, info) };
  }

  return {
    state: () => whileConnected(nats, ackTimeoutMs, readState),
    publish,
    onReconnect: (listener) => nats.onReconnect(listener),
  };
}

/** Not `last_by_subj`: where the last message was deleted, nats-server 2.9 says that there is none. */
async function lastEvent(
  jsm: JetStreamManager,
  service: PublishingService,
  { config, state }: StreamInfo,
): Promise<PublisherState['last']> {
  const lowest = Math.max(state.first_seq, state.last_seq - maxDeletedAtEnd, 1);
  for (let seq = state.last_seq; seq >= lowest && state.messages > 0; seq -= 1) {
    const message = await jsm.streams.getMessage(config.name, { seq }).catch(ignoreApiError(JetStreamApiCodes.NoMessageFound));
    if (message) return decodeEvent(service, message.subject, message.header, '');
  }
  return undefined;
}

async function publishAll(
  nats: Nats,
  acks: AckWindow,
  events: readonly PublishedEvent[],
  { lastSequence, careful }: { lastSequence: number; careful: boolean },
) {
  using window = acks.open({ events: events.length, lastSequence, careful });
  for (const [index, event] of events.entries()) {
    if (window.full()) await window.room();
    if (window.refused()) break;
    const predecessor = events[index - 1];
    nats.nc.publish(subjects.event(event.service, event.streamId, event.type), event.payload, {
      ...(window.asks(index) ? { reply: window.inbox(index) } : {}),
      headers: encodeEventHeaders(event, predecessor ? { event: predecessor } : { sequence: lastSequence }),
    });
    window.sent();
  }
  return await window.answered();
}
