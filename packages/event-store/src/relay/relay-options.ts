import type { PublishingService } from '@parley/contracts';
import type { Logger } from 'pino';
import type { ToPublished } from '../to-published.ts';
import type { EventPublisher } from './event-publisher.ts';

export type RelayOptions = {
  service: PublishingService;
  url: string;
  publisher: EventPublisher;
  toPublished: ToPublished;
  log: Logger;
  /** How often to look while events flow; an idle relay slows down to 250 ms. Default 20. */
  pollMs?: number;
  /** While events flow, reads are at least this far apart, so that what is committed close together travels together. Default 2. */
  gatherMs?: number;
  /** Events a round. Default 500. */
  batch?: number;
  /** What a broker that lost everything is given again. Default 10 minutes; consumers read older events from the owner. */
  republishWindowMs?: number;
};
