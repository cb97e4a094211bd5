import type { Position, PublishedEvent } from '@parley/contracts';

/** Where the broker's stream stands. */
export type BrokerState = {
  /** When the stream was made: another time means another stream, empty of what the old one had. */
  created: string;
  /** The sequence number given last, 0 for none. Grows even when messages expire. */
  lastSequence: number;
  /** The youngest event that is still there. */
  last?: { position: Position; epoch: string } | undefined;
};

export type PublishResult = {
  /** How many of the events, from the first on, the broker has. Fewer than given: another publisher was there, or the stream is gone. */
  stored: number;
  lastSequence: number;
};

/** The relay's side of the broker. `@parley/messaging` has the one for JetStream. */
export type EventPublisher = {
  /** Makes the stream if it is missing. */
  state(): Promise<BrokerState>;
  /** In order, pipelined, each only behind its predecessor, whoever else publishes; resolves when the broker has answered for all. Rejects when it does not answer. */
  publish(events: readonly PublishedEvent[], after: { lastSequence: number }): Promise<PublishResult>;
  /** Called when the connection was away: what was published may be lost. Returns how to stop listening. */
  onReconnect(listener: () => void): () => void;
};
