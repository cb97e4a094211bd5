import type { Position } from './position.ts';

/** The services that publish events. Each has one JetStream stream, named in upper case. */
export const publishingServices = ['auth', 'rooms', 'messages'] as const;
export type PublishingService = (typeof publishingServices)[number];

/**
 * An event as it travels: metadata in NATS headers, `payload` as the body, byte for byte.
 * `previous` is the position of the event published before it, so that a consumer sees a hole at once.
 */
export type PublishedEvent = {
  service: PublishingService;
  /** Stream (aggregate) id: a user's or a room's id. */
  streamId: string;
  /** Dense per stream: 1, 2, 3, … */
  version: number;
  /** Published type, e.g. `message.posted`. */
  type: string;
  eventId: string;
  schemaVersion: number;
  position: Position;
  previous: Position;
  /** Changes when a backup was restored. */
  epoch: string;
  /** JSON text. For `messages` it is the very frame that clients receive. */
  payload: string;
  traceparent?: string | undefined;
};

/** NATS header names of a published event. */
export const eventHeaders = {
  id: 'Parley-Event-Id',
  version: 'Parley-Version',
  schemaVersion: 'Parley-Schema',
  position: 'Parley-Position',
  previous: 'Parley-Previous',
  epoch: 'Parley-Epoch',
  traceparent: 'traceparent',
} as const;
