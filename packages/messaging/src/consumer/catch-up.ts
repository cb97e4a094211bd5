import { beginning, comparePositions, eventsAfterRpc } from '@parley/contracts';
import { readPosition as parsedPosition } from '../event-headers.ts';
import { requestRpc } from '../rpc/request-rpc.ts';
import { applyWithRetries } from './apply-with-retries.ts';
import { catchUps } from './consumer-metrics.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { type ConsumerPosition, consumerName, createPosition, lockConsumer, readPosition, savePosition } from './consumer-position.ts';
import { toConsumedEvent } from './to-consumed-event.ts';

const pageSize = 500;

/** `complete`: everything that was committed at the owner before the call has taken effect here. */
export type CaughtUp = ConsumerPosition & { complete: boolean };

/**
 * Reads the owner's events after our position until there are no more. When the owner's epoch is another than ours, from the
 * beginning: its positions mean nothing to us, and the inbox keeps what is known from taking effect again.
 */
export async function catchUpWithOwner<Tables>(options: ConsumerOptions<Tables>, signal: AbortSignal): Promise<CaughtUp> {
  const { db, nats, service, durable } = options;
  const consumer = consumerName(service, durable);
  await createPosition(db, consumer);
  catchUps.inc({ consumer });
  // Of several pages one is enough: what was committed before it is in it or in a later one.
  let complete = false;
  for (;;) {
    signal.throwIfAborted();
    const own = await readPosition(db, consumer);
    const page = await requestRpc(nats, eventsAfterRpc(service), { after: own.position, limit: pageSize });
    complete ||= page.complete;
    if (page.epoch !== own.epoch) {
      await changePosition(options, own, { position: beginning, epoch: page.epoch });
      continue;
    }
    const events = page.events.map((event) => toConsumedEvent(service, page.epoch, event));
    const batch = options.batch ?? 25;
    for (let start = 0; start < events.length; start += batch) {
      await applyWithRetries(options, events.slice(start, start + batch), signal);
    }
    const upTo = { position: parsedPosition(page.up_to), epoch: page.epoch };
    const reached = events.at(-1)?.position ?? own.position;
    // Only over what nobody else publishes, so that the next call does not read it again.
    if (comparePositions(upTo.position, reached) > 0) await changePosition(options, { position: reached, epoch: page.epoch }, upTo);
    if (!page.has_more) return { ...(await readPosition(db, consumer)), complete };
  }
}

/** Unless another replica was here in between. */
async function changePosition<Tables>(
  { db, service, durable }: ConsumerOptions<Tables>,
  from: ConsumerPosition,
  to: ConsumerPosition,
): Promise<void> {
  const consumer = consumerName(service, durable);
  await db.transaction().execute(async (trx) => {
    await lockConsumer(trx, consumer);
    const now = await readPosition(trx, consumer);
    if (now.position === from.position && now.epoch === from.epoch) await savePosition(trx, consumer, to);
  });
}
