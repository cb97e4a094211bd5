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
  /** How often to look while something is committed that an open transaction holds back. Default 20. */
  pollMs?: number;
  /** How often to look without having been woken: a replica may have died between its commit and its wake-up. Default 500. */
  idleMs?: number;
  /** How far apart reads are at least while many commits a second come; one that comes alone is read at once. Default 5. */
  gatherMs?: number;
  /** Events a round. Default 500. */
  batch?: number;
  /** What a broker that lost everything is given again. Default 10 minutes; consumers read older events from the owner. */
  republishWindowMs?: number;
};
