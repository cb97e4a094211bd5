import type { PublishedEvent } from '@parley/contracts';

/** An event as its consumer gets it: the very event that was published. */
export type ConsumedEvent = PublishedEvent;
