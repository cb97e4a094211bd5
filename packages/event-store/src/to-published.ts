import { formatPosition, type Position, type PublishedEvent, type PublishingService } from '@parley/contracts';
import type { StoredEvent } from './stored-event.ts';

/** What a stored event looks like to others; `payload` is JSON text and travels byte for byte. */
export type PublishedForm = { type: string; payload: string; schemaVersion?: number };

/** Stored events to published ones, a batch at a time so that lookups join. `undefined`: nobody else's business, not published. */
export type ToPublished = (events: StoredEvent[]) => Promise<Array<PublishedForm | undefined>>;

export type PublishContext = { service: PublishingService; epoch: string; toPublished: ToPublished };

/**
 * `previous` promises that nothing published lies between it and the event. It is therefore the event published before, or,
 * for the first one after a start, the position that reading went on from.
 */
export async function publishedEvents(
  { service, epoch, toPublished }: PublishContext,
  stored: StoredEvent[],
  lastPublished: Position,
): Promise<PublishedEvent[]> {
  if (stored.length === 0) return [];
  const forms = await toPublished(stored);
  if (forms.length !== stored.length) throw new Error('toPublished must answer for every event it was given');
  const published: PublishedEvent[] = [];
  let previous = lastPublished;
  for (const [index, event] of stored.entries()) {
    const form = forms[index];
    if (!form) continue;
    const position = formatPosition(event.tx, event.position);
    published.push({
      service,
      streamId: event.streamId,
      version: event.version,
      type: form.type,
      eventId: event.eventId,
      schemaVersion: form.schemaVersion ?? event.schemaVersion,
      position,
      previous,
      epoch,
      payload: form.payload,
      traceparent: event.metadata.traceparent,
    });
    previous = position;
  }
  return published;
}

/** Where a read ended, published or not. */
export function endPosition(stored: readonly StoredEvent[], otherwise: Position): Position {
  const last = stored.at(-1);
  return last ? formatPosition(last.tx, last.position) : otherwise;
}
