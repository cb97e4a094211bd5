import { pause } from '../pause.ts';
import { type Applied, applyEvents } from './apply-events.ts';
import type { ConsumedEvent } from './consumed-event.ts';
import { deadLetters, retries } from './consumer-metrics.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { consumerName } from './consumer-position.ts';
import { insertDeadLetter } from './dead-letters.ts';
import { isPassing } from './passing-error.ts';

const longestPauseMs = 10_000;

/**
 * Applies events in order, whatever it takes: together; if that fails, one by one; the one that fails again and again becomes a dead
 * letter, and those behind it go on. Order is kept while it waits. Rejects when `signal` ends, or with a passing error.
 */
export async function applyWithRetries<Tables>(
  options: ConsumerOptions<Tables>,
  events: readonly ConsumedEvent[],
  signal: AbortSignal,
): Promise<Applied> {
  try {
    return await applyEvents(options, events);
  } catch (error) {
    if (isPassing(error) && events.length === 1) throw error;
  }
  let last: Applied | undefined;
  for (const event of events) {
    last = await applyOne(options, event, signal);
    if (last.outcome === 'gap') return last;
  }
  return last ?? applyEvents(options, []);
}

async function applyOne<Tables>(options: ConsumerOptions<Tables>, event: ConsumedEvent, signal: AbortSignal): Promise<Applied> {
  const { maxTries = 8, firstRetryMs = 100, log } = options;
  const consumer = consumerName(options.service, options.durable);
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await applyEvents(options, [event]);
    } catch (error) {
      if (isPassing(error)) throw error;
      retries.inc({ consumer });
      const about = { consumer, event_id: event.eventId, type: event.type, tries, err: error };
      if (tries < maxTries) {
        log.warn(about, 'an event failed, trying again');
        await pause(Math.min(firstRetryMs * 2 ** (tries - 1), longestPauseMs), signal);
        continue;
      }
      log.error(about, 'an event is given up: dead letter');
      return await giveUp(options, event, { error, tries });
    }
  }
}

/** The event counts as applied, except for its effect. */
async function giveUp<Tables>(
  options: ConsumerOptions<Tables>,
  event: ConsumedEvent,
  failure: { error: unknown; tries: number },
): Promise<Applied> {
  const consumer = consumerName(options.service, options.durable);
  const applied = await applyEvents(options, [event], (trx) => insertDeadLetter(trx, consumer, event, failure));
  deadLetters.inc({ consumer });
  return applied;
}
