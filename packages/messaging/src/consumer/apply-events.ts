import { comparePositions } from '@parley/contracts';
import type { Transaction } from 'kysely';
import type { ConsumedEvent } from './consumed-event.ts';
import { consumedEvents, repeatedEvents } from './consumer-metrics.ts';
import type { ConsumerOptions, EventHandler } from './consumer-options.ts';
import { type ConsumerPosition, consumerName, lockConsumer, readPosition, savePosition } from './consumer-position.ts';
import { readInbox, saveInbox } from './inbox.ts';

/** `gap`: an event does not follow the position (or is of another epoch); it and what comes after it had no effect. */
export type Applied = { outcome: 'applied' | 'gap'; position: ConsumerPosition };

/**
 * One transaction: lock, compare with the position and the inbox, handle what is new, remember both.
 * Safe to repeat, and safe beside another replica that does the same.
 */
export async function applyEvents<Tables>(
  options: ConsumerOptions<Tables>,
  events: readonly ConsumedEvent[],
  handle: EventHandler<Tables> = options.handle,
): Promise<Applied> {
  const consumer = consumerName(options.service, options.durable);
  const counts = { applied: 0, repeated: 0 };
  const applied = await options.db.transaction().execute(async (trx) => {
    await lockConsumer(trx, consumer);
    await options.prepare?.(trx, events);
    const start = await readPosition(trx, consumer);
    const { fresh, outcome } = takeFresh(start, events);
    counts.repeated = events.length - fresh.length;
    const last = fresh.at(-1);
    if (!last) return { outcome, position: start };
    counts.applied = await handleFresh(trx, consumer, fresh, handle);
    const position = { position: last.position, epoch: last.epoch };
    await savePosition(trx, consumer, position);
    return { outcome, position };
  });
  if (counts.applied > 0) options.onCommitted?.();
  consumedEvents.inc({ consumer }, counts.applied);
  if (applied.outcome === 'applied') repeatedEvents.inc({ consumer }, counts.repeated);
  return applied;
}

/** The events that follow the position, up to the first that leaves a gap. */
function takeFresh(start: ConsumerPosition, events: readonly ConsumedEvent[]): { fresh: ConsumedEvent[]; outcome: Applied['outcome'] } {
  const fresh: ConsumedEvent[] = [];
  let at = start.position;
  for (const event of events) {
    if (event.epoch !== start.epoch) return { fresh, outcome: 'gap' };
    if (comparePositions(event.position, at) <= 0) continue;
    if (comparePositions(event.previous, at) > 0) return { fresh, outcome: 'gap' };
    fresh.push(event);
    at = event.position;
  }
  return { fresh, outcome: 'applied' };
}

async function handleFresh<Tables>(
  trx: Transaction<Tables>,
  consumer: string,
  events: readonly ConsumedEvent[],
  handle: EventHandler<Tables>,
): Promise<number> {
  const inbox = await readInbox(
    trx,
    consumer,
    events.map((event) => event.streamId),
  );
  const changed = new Map<string, number>();
  let handled = 0;
  for (const event of events) {
    // After an epoch changed, everything is read again; the inbox knows what took effect before.
    if (event.version <= (inbox.get(event.streamId) ?? 0)) continue;
    await handle(trx, event);
    handled += 1;
    inbox.set(event.streamId, event.version);
    changed.set(event.streamId, event.version);
  }
  await saveInbox(trx, consumer, changed);
  return handled;
}
