import { eventsAfterRpc, type Position, type PublishedEvent, type PublishingService } from '@parley/contracts';
import type { Nats } from '../connect-nats.ts';
import { readPosition } from '../event-headers.ts';
import type { RpcServer } from './raw-rpc.ts';
import { RpcRefusal } from './rpc-error.ts';
import { serveRpc } from './serve-rpc.ts';

/** A page of the owner's published events. */
export type EventsAfterPage = { epoch: string; has_more: boolean; up_to: Position; complete?: boolean; events: PublishedEvent[] };

/** Half of NATS' default limit for a message: payloads grow when they are quoted into JSON. */
const maxPageBytes = 512 * 1024;

/** Answers consumers that missed something. A bounded few at once: a page costs as much as hundreds of requests, or waits for the horizon. */
export function serveEventsAfter(
  nats: Nats,
  service: PublishingService,
  read: (after: Position, limit: number) => Promise<EventsAfterPage>,
): Promise<RpcServer> {
  const contract = eventsAfterRpc(service);
  return serveRpc(nats, contract, async ({ after, limit }) => cutToSize(await read(parseAfter(after), limit)), {
    queue: service,
    concurrency: 8,
  });
}

function parseAfter(text: string): Position {
  try {
    return readPosition(text);
  } catch {
    throw new RpcRefusal('validation_failed', 'after: not a position');
  }
}

/** As many events as fit into a reply, at least one. */
function cutToSize(page: EventsAfterPage): EventsAfterPage {
  let bytes = 0;
  const first = page.events.findIndex((event, index) => {
    bytes += Buffer.byteLength(event.payload) + 500;
    return index > 0 && bytes > maxPageBytes;
  });
  if (first < 0) return page;
  const events = page.events.slice(0, first);
  return { ...page, events, has_more: true, up_to: events.at(-1)?.position ?? page.up_to };
}
