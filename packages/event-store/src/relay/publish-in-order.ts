import type { Position, PublishedEvent } from '@parley/contracts';
import { startBatch } from '@parley/tracing';
import type pg from 'pg';
import { pause } from '../pause.ts';
import { type Horizon, readCommittedOn } from '../read-committed.ts';
import { readEpochOn } from '../read-epoch.ts';
import type { StoredEvent } from '../stored-event.ts';
import { endPosition, publishedEvents } from '../to-published.ts';
import type { Bell } from './bell.ts';
import { type CursorKeeper, createCursorKeeper } from './cursor-keeper.ts';
import type { PublishResult } from './event-publisher.ts';
import { createGathering } from './gathering.ts';
import { createIdling } from './idling.ts';
import { readBacklog } from './read-backlog.ts';
import { recentStart } from './recent-start.ts';
import { loadCursor, type RelayCursor } from './relay-cursor.ts';
import { relayDelay, relayPublished, relayRestarts, reportBacklog } from './relay-metrics.ts';
import type { RelayOptions } from './relay-options.ts';
import { resumePoint } from './resume-point.ts';

export type Round = RelayOptions & {
  /** Holds the leader's lock. */
  connection: pg.ClientBase;
  bell: Bell;
  signal: AbortSignal;
  /** The broker was away since this round began: compare with it anew. */
  inDoubt: () => boolean;
  onProgress: (position: Position) => void;
};

type Batch = {
  stored: StoredEvent[];
  published: PublishedEvent[];
  end: Position;
  /** More is committed behind a transaction that is still open. */
  waiting: boolean;
  /** Of the last event that is published when the batch is: the next one's `previous`. */
  lastPublished: Position;
};

/** Step 6 of docs/walkthroughs/one-message.md. Aligns with the broker, then publishes until the signal ends, the broker was away, or somebody else published. */
export async function publishInOrder(round: Round): Promise<void> {
  const { connection, service } = round;
  const keeper = createCursorKeeper(connection, await align(round));
  using _backlog = reportBacklog(service, () => readBacklog(connection, keeper.cursor().position));
  round.onProgress(keeper.cursor().position);
  try {
    await pump(round, keeper);
  } finally {
    await keeper.save();
  }
}

async function align({ connection, publisher, service, log, republishWindowMs = 600_000 }: Round): Promise<RelayCursor> {
  relayRestarts.inc({ service });
  const epoch = await readEpochOn(connection);
  const saved = await loadCursor(connection);
  const broker = await publisher.state();
  const resume = resumePoint(epoch, saved, broker);
  const position = resume === 'recent events' ? await recentStart(connection, republishWindowMs) : resume.after;
  log.info(
    { relay: service, position, sequence: broker.lastSequence, from: resume === 'recent events' ? resume : 'cursor' },
    'relay aligned',
  );
  return { position, epoch, streamCreated: broker.created, sequence: broker.lastSequence };
}

async function pump(round: Round, keeper: CursorKeeper): Promise<void> {
  const { signal, bell, pollMs = 20, idleMs = 500, batch = 500 } = round;
  const idling = createIdling(bell, { pollMs, idleMs });
  const gathering = createGathering(round);
  let ahead: Promise<Batch> | undefined;
  let lastPublished = keeper.cursor().position;
  /** Looks in a row that found everything held back. */
  let heldLooks = 0;
  while (!signal.aborted && !round.inDoubt()) {
    const earlyMs = ahead ? 0 : gathering.waitMs();
    if (earlyMs > 0) await pause(earlyMs, signal);
    gathering.read();
    // Who rang until now has committed already, and is in what is read now.
    if (!ahead) bell.hush();
    const current: Batch = await (ahead ??
      take(round, keeper.cursor(), { after: keeper.cursor().position, lastPublished, ...look(heldLooks, batch) }));
    ahead = undefined;
    lastPublished = current.lastPublished;
    gathering.found(current.stored.length);
    if (current.stored.length === 0) {
      heldLooks = current.waiting ? heldLooks + 1 : 0;
      await keeper.saveIfDue();
      await idling.wait(current.waiting, signal);
      continue;
    }
    idling.found();
    heldLooks = 0;
    const isFull = current.stored.length === batch;
    if (isFull) {
      // There is more: Postgres reads the next batch while the broker stores this one.
      ahead = take(round, keeper.cursor(), { after: current.end, lastPublished, ...look(0, batch) });
      ahead.catch(() => undefined);
    }
    const complete = await publishBatch(round, keeper, current);
    round.onProgress(keeper.cursor().position);
    if (!complete) return;
    await keeper.saveIfDue();
    // Looking again would find nothing, unless somebody has rung meanwhile.
    if (!isFull && !current.waiting) await idling.wait(false, signal);
  }
}

/**
 * How to read. What the cheap horizon hides may wait for a transaction that is none of ours; most of those end within a millisecond or
 * two, so only what stays hidden is worth the dear one, and then the first event tells as much as all of them.
 */
function look(heldLooks: number, batch: number): { below: Horizon; limit: number } {
  return { below: heldLooks < 2 ? 'server' : 'database', limit: heldLooks < 5 ? batch : 1 };
}

async function take(
  { connection, service, toPublished }: Round,
  { epoch }: RelayCursor,
  { after, lastPublished, below, limit }: { after: Position; lastPublished: Position; below: Horizon; limit: number },
): Promise<Batch> {
  const { events: stored, waiting } = await readCommittedOn(connection, { after, limit, below });
  const published = await publishedEvents({ service, epoch, toPublished }, stored, lastPublished);
  return { stored, waiting, published, end: endPosition(stored, after), lastPublished: published.at(-1)?.position ?? lastPublished };
}

/** False when the broker refused some: somebody else has published, or the stream is gone. */
async function publishBatch({ publisher, service }: Round, keeper: CursorKeeper, { stored, published, end }: Batch): Promise<boolean> {
  if (published.length === 0) {
    keeper.advance(end, keeper.cursor().sequence);
    return true;
  }
  const result = await publishTraced(published, (events) => publisher.publish(events, { lastSequence: keeper.cursor().sequence }));
  relayPublished.inc({ service }, result.stored);
  if (result.stored === published.length) {
    keeper.advance(end, result.lastSequence);
    relayDelay.observe({ service }, Math.max(0, Date.now() - oldestMs(stored)) / 1_000);
    return true;
  }
  const lastStored = published[result.stored - 1];
  // Nothing went through: pause before the next attempt, so that two relays at odds do not spin.
  if (!lastStored) throw new Error('out of step with the broker');
  keeper.advance(lastStored.position, result.lastSequence);
  return false;
}

/**
 * A traced event carries its span of being published; where that fails, the next try has another, in the same trace: the event's own
 * record says which.
 */
async function publishTraced(
  events: readonly PublishedEvent[],
  publish: (events: readonly PublishedEvent[]) => Promise<PublishResult>,
): Promise<PublishResult> {
  const traced = startBatch('publish', tracesOf(events), { kind: 'producer' });
  if (!traced) return publish(events);
  const carrying = events.map((event, index) => ({ ...event, traceparent: traced.traceparentOf(index) ?? event.traceparent }));
  try {
    const result = await publish(carrying);
    if (result.stored === events.length) traced.end();
    else traced.fail('out_of_step', result.stored);
    return result;
  } catch (error) {
    traced.fail('unavailable');
    throw error;
  }
}

function* tracesOf(events: readonly PublishedEvent[]): Iterable<string | undefined> {
  for (const { traceparent } of events) yield traceparent;
}

function oldestMs(stored: readonly StoredEvent[]): number {
  return stored[0]?.recordedAt.getTime() ?? Date.now();
}
