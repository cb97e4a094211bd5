import { beginning, comparePositions, type Position } from '@parley/contracts';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { readCommitted } from '../read-committed.ts';
import type { StoredEvent } from '../stored-event.ts';
import { endPosition } from '../to-published.ts';
import { compareTables, type TableComparison } from './compare-tables.ts';
import { lastPosition, readVisible } from './read-visible.ts';
import { createScratch, dropScratch, replaceLive } from './scratch-schema.ts';

export type RebuildOptions<Tables> = {
  /** Connects as the role that owns the tables. */
  ownerUrl: string;
  /** Read-model tables that are built from this service's own events alone; parents before children. */
  tables: readonly string[];
  /** Applies one event, through unqualified table names: during a rebuild they mean the scratch copies. */
  project: (trx: Transaction<Tables>, event: StoredEvent) => Promise<void>;
  log: Logger;
  /** Put the rebuilt rows in place of the live ones. Writers wait meanwhile. Default false: only compare. */
  swap?: boolean;
  /** Events a transaction. Default 500; memory is bounded by it. */
  batch?: number;
};

export type RebuildReport = {
  events: number;
  identical: boolean;
  swapped: boolean;
  tables: TableComparison[];
};

type Replay<Tables> = RebuildOptions<Tables> & { db: Kysely<Tables>; schema: string };
const maxPasses = 5;
const smallPass = 1_000;

type Progress = { after: Position; events: number };

/**
 * Builds read models from zero beside the live ones and compares them row by row, while the service runs.
 *
 * First the log is replayed in small transactions up to about now. Then one repeatable-read transaction replays the rest of
 * what its snapshot shows and compares within that snapshot: events and live rows are written in the same transactions, so both
 * sides then stand on exactly the same events.
 */
export async function rebuild<Tables>(options: RebuildOptions<Tables>): Promise<RebuildReport> {
  const pool = new pg.Pool({ connectionString: options.ownerUrl, max: 2, application_name: 'parley rebuild' });
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const schema = `rebuild_${process.pid}_${Date.now()}`;
  try {
    await createScratch(db, schema, options.tables);
    const replay = { ...options, db, schema };
    const progress = await replayCommitted(replay);
    const report = options.swap ? await finishAndSwap(replay, progress) : await finishAndCompare(replay, progress);
    options.log.info({ events: report.events, identical: report.identical, swapped: report.swapped }, 'rebuild done');
    return report;
  } finally {
    await dropScratch(db, schema);
    await db.destroy();
  }
}

/**
 * To the end of the log as it is now, then to what was added meanwhile, and so on: each pass is shorter, unless events come faster
 * than they are replayed. The passes are bounded; the last transaction does the rest.
 */
async function replayCommitted<Tables>(replay: Replay<Tables>): Promise<Progress> {
  const progress: Progress = { after: beginning, events: 0 };
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const before = progress.events;
    const end = await lastPosition(replay.db);
    while (comparePositions(progress.after, end) < 0 && (await replayBatch(replay, progress)));
    if (progress.events - before < smallPass) break;
  }
  return progress;
}

/** False when there was nothing to replay. */
async function replayBatch<Tables>({ db, schema, project, log, batch = 500 }: Replay<Tables>, progress: Progress): Promise<boolean> {
  const events = await readCommitted(db, { after: progress.after, limit: batch });
  await db.transaction().execute(async (trx) => {
    await sql`set local search_path = ${sql.id(schema)}, public`.execute(trx);
    for (const event of events) await project(trx, event);
  });
  progress.after = endPosition(events, progress.after);
  progress.events += events.length;
  if (progress.events % 50_000 < events.length) log.info({ events: progress.events }, 'rebuilding');
  return events.length > 0;
}

function finishAndCompare<Tables>(replay: Replay<Tables>, progress: Progress): Promise<RebuildReport> {
  return replay.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const events = await replayVisible(replay, trx, progress);
      return report(events, await compareTables(trx, replay.schema, replay.tables), false);
    });
}

/** Under a lock on the live tables: whoever has committed is replayed, whoever has not will change the new rows. */
function finishAndSwap<Tables>(replay: Replay<Tables>, progress: Progress): Promise<RebuildReport> {
  const live = sql.join(replay.tables.map((table) => sql.id('public', table)));
  return replay.db.transaction().execute(async (trx) => {
    await sql`set local lock_timeout = '30s'`.execute(trx);
    await sql`lock table ${live} in access exclusive mode`.execute(trx);
    const events = await replayVisible(replay, trx, progress);
    const compared = await compareTables(trx, replay.schema, replay.tables);
    await replaceLive(trx, replay.schema, replay.tables);
    return report(events, compared, true);
  });
}

async function replayVisible<Tables>(replay: Replay<Tables>, trx: Transaction<Tables>, progress: Progress): Promise<number> {
  const { schema, project, batch = 500 } = replay;
  await sql`set local search_path = ${sql.id(schema)}, public`.execute(trx);
  let { after, events: count } = progress;
  for (;;) {
    const events = await readVisible(trx, { after, limit: batch });
    for (const event of events) await project(trx, event);
    after = endPosition(events, after);
    count += events.length;
    if (events.length < batch) return count;
  }
}

function report(events: number, tables: TableComparison[], swapped: boolean): RebuildReport {
  return { events, identical: tables.every(({ missing, surplus }) => missing === 0 && surplus === 0), swapped, tables };
}
