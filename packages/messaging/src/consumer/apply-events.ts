import { comparePositions } from '@parley/contracts';
import type { ConsumedEvent } from './consumed-event.ts';
import { consumedEvents, repeatedEvents } from './consumer-metrics.ts';
import type { ConsumerOptions, EventHandler } from './consumer-options.ts';
import {
  type ConsumerPosition,
  consumerName,
  type Inbox,
  lockConsumer,
  passOver,
  readProgress,
  saveProgress,
} from './consumer-position.ts';

/** `gap`: an event does not follow the position (or is of another epoch); it and what comes after it had no effect. */
export type Applied = { outcome: 'applied' | 'gap'; position: ConsumerPosition };

/**
 * One transaction: lock, compare with the position and the inbox, handle what is new, remember both.
 * Safe to repeat, and safe beside another replica that does the same. Events that concern nobody here are one statement.
 */
export async function applyEvents<Tables>(
  options: ConsumerOptions<Tables>,
  events: readonly ConsumedEvent[],
  handle: EventHandler<Tables> = options.handle,
): Promise<Applied> {
  const { concerns = () => true } = options;
  const consumer = consumerName(options.service, options.durable);
  const ours = events.filter(concerns);
  const passed = ours.length === 0 ? await passOverAll(options, consumer, events) : undefined;
  if (passed) return passed;
  const counts = { fresh: 0, repeated: 0, effects: 0 };
  const applied = await options.db.transaction().execute(async (trx) => {
    await lockConsumer(trx, consumer);
    await options.prepare?.(trx, ours);
    const { inbox, ...start } = await readProgress(
      trx,
      consumer,
      ours.map((event) => event.streamId),
    );
    const { fresh, outcome } = takeFresh(start, events);
    counts.repeated = events.length - fresh.length;
    const last = fresh.at(-1);
    if (!last) return { outcome, position: start };
    const changed = await handleFresh(inbox, fresh.filter(concerns), (event) => handle(trx, event));
    counts.fresh = fresh.length;
    counts.effects = changed.size;
    const position = { position: last.position, epoch: last.epoch };
    await saveProgress(trx, consumer, position, changed);
    return { outcome, position };
  });
  if (counts.effects > 0) options.onCommitted?.();
  consumedEvents.inc({ consumer }, counts.fresh);
  if (applied.outcome === 'applied') repeatedEvents.inc({ consumer }, counts.repeated);
  return applied;
}

/** Undefined where the position is not where these events go on, or somebody else applies some: then it takes a transaction to tell. */
async function passOverAll<Tables>(
  { db }: ConsumerOptions<Tables>,
  consumer: string,
  events: readonly ConsumedEvent[],
): Promise<Applied | undefined> {
  const [first] = events;
  if (!first) return undefined;
  const { fresh, outcome } = takeFresh({ position: first.previous, epoch: first.epoch }, events);
  const last = fresh.at(-1);
  if (!last || outcome === 'gap') return undefined;
  const to = { position: last.position, epoch: last.epoch };
  if (!(await passOver(db, consumer, { previous: first.previous, to }))) return undefined;
  consumedEvents.inc({ consumer }, fresh.length);
  return { outcome, position: to };
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

async function handleFresh(
  inbox: Inbox,
  events: readonly ConsumedEvent[],
  handle: (event: ConsumedEvent) => Promise<unknown>,
): Promise<Inbox> {
  const changed: Inbox = new Map();
  for (const event of events) {
    // After an epoch changed, everything is read again; the inbox knows what took effect before.
    if (event.version <= (changed.get(event.streamId) ?? inbox.get(event.streamId) ?? 0)) continue;
    if ((await handle(event)) !== 'no effect') changed.set(event.streamId, event.version);
  }
  return changed;
}
