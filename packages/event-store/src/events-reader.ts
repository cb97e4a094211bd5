import type { Position, PublishedEvent, PublishingService } from '@parley/contracts';
import type { QueryExecutorProvider } from 'kysely';
import { awaitHorizon } from './await-horizon.ts';
import { readCommitted } from './read-committed.ts';
import { readEpoch } from './read-epoch.ts';
import { endPosition, publishedEvents, type ToPublished } from './to-published.ts';

export type EventsPage = {
  epoch: string;
  has_more: boolean;
  /** Nothing published lies between the last event and this position: ask on from here. */
  up_to: Position;
  /** Whether everything that was committed before the call is in the answer or after `up_to`. */
  complete: boolean;
  events: PublishedEvent[];
};

export type EventsReader = (after: Position, limit: number) => Promise<EventsPage>;

export type EventsReaderOptions = {
  service: PublishingService;
  db: QueryExecutorProvider;
  toPublished: ToPublished;
  /** How long transactions that are open at the call are waited for. Default: a second. */
  patienceMs?: number;
};

/**
 * What the owner answers to `events-after`: the same events that the relay publishes, from the table.
 * Everything committed before the call is in the answer or after `up_to`, so a consumer that asks until `has_more` is false
 * has read what its caller wrote before; unless a transaction stays open for too long, which `complete` tells.
 */
export function createEventsReader({ service, db, toPublished, patienceMs = 1_000 }: EventsReaderOptions): EventsReader {
  return async (after, limit) => {
    const { horizon, complete } = await awaitHorizon(db, patienceMs);
    const epoch = await readEpoch(db);
    let upTo = after;
    for (;;) {
      const stored = await readCommitted(db, { after: upTo, limit, horizon });
      const events = await publishedEvents({ service, epoch, toPublished }, stored, upTo);
      upTo = endPosition(stored, upTo);
      const has_more = stored.length === limit;
      if (events.length > 0 || !has_more) return { epoch, has_more, up_to: upTo, complete, events };
    }
  };
}
