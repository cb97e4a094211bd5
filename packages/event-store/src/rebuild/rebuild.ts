import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { createPool } from '../create-pool.ts';
import { compareTables, type TableComparison } from './compare-tables.ts';
import type { RebuildOptions, Replay } from './rebuild-options.ts';
import { replayHistory, replayRest, replaySnapshot } from './replay.ts';
import { createScratch, dropScratch, lockLive, replaceLive } from './scratch-schema.ts';
import { openSnapshot } from './snapshot.ts';

export type RebuildReport = {
  /** Replayed until the comparison. */
  events: number;
  /** The live rows were what a rebuild gives. */
  identical: boolean;
  swapped: boolean;
  tables: TableComparison[];
};

/**
 * Builds read models from zero beside the live ones and compares them row by row, while the service runs.
 *
 * First the log is replayed up to about now. Then a snapshot is taken and the rest of what it shows is replayed: events and live
 * rows are written in the same transactions, so the live rows of that snapshot and the rebuilt ones stand on exactly the same
 * events. What takes long (the comparison) is read-only: a long transaction that writes would hold back the publication of its
 * service.
 */
export async function rebuild<Tables>(options: RebuildOptions<Tables>): Promise<RebuildReport> {
  const { ownerUrl, tables, project, log, swap = false, batch = 100 } = options;
  const pool = createPool({ connectionString: ownerUrl, max: 4, application_name: 'parley rebuild' });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const schema = `rebuild_${process.pid}_${Date.now()}`;
  const replay: Replay<Tables> = { db, schema, project, log, batch };
  try {
    await createScratch(db, schema, tables);
    const { report, snapshot } = await buildAndCompare(pool, replay, tables);
    if (swap) await swapIn(replay, tables, snapshot);
    log.info({ events: report.events, identical: report.identical, swapped: swap }, 'rebuild done');
    return { ...report, swapped: swap };
  } finally {
    await dropScratch(db, schema);
    await db.destroy();
  }
}

async function buildAndCompare<Tables>(pool: pg.Pool, replay: Replay<Tables>, tables: readonly string[]) {
  const progress = await replayHistory(replay);
  await using live = await openSnapshot(pool);
  const events = await replaySnapshot(replay, live.client, progress);
  await using rebuilt = await openSnapshot(pool);
  const compared = await compareTables({ live: live.client, rebuilt: rebuilt.client, schema: replay.schema }, tables);
  const identical = compared.every(({ missing, surplus }) => missing === 0 && surplus === 0);
  return { report: { events, identical, tables: compared }, snapshot: live.id };
}

/** Under a lock on the live tables: whoever has committed is replayed, whoever has not will change the new rows. */
function swapIn<Tables>(replay: Replay<Tables>, tables: readonly string[], snapshot: string): Promise<void> {
  return replay.db.transaction().execute(async (trx) => {
    await lockLive(trx, tables);
    await replayRest(replay, trx, snapshot);
    await replaceLive(trx, replay.schema, tables);
  });
}
