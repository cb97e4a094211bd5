import { beginning, comparePositions, formatPosition, type Position, parsePosition } from '@parley/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { readCommitted } from '../read-committed.ts';
import { type EventRow, eventColumns, type StoredEvent, toStoredEvent } from '../stored-event.ts';
import { endPosition } from '../to-published.ts';
import type { Replay } from './rebuild-options.ts';

/** Replayed so far. */
export type Progress = { after: Position; events: number };

const maxPasses = 5;
const smallPass = 1_000;

/**
 * To the end of the log as it is now, then to what was added meanwhile, and so on: each pass is shorter, unless events come faster
 * than they are replayed. The passes are bounded; the snapshot's replay does the rest.
 */
export async function replayHistory<Tables>(replay: Replay<Tables>): Promise<Progress> {
  let progress: Progress = { after: beginning, events: 0 };
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const end = await lastPosition(replay.db);
    const before = progress.events;
    while (comparePositions(progress.after, end) < 0) {
      const events = await readCommitted(replay.db, { after: progress.after, limit: replay.batch });
      if (events.length === 0) break;
      await applyBatch(replay, events);
      progress = advance(replay, progress, events);
    }
    if (progress.events - before < smallPass) break;
  }
  return progress;
}

/** Everything else that the snapshot shows, above the horizon too: it will not show more. Returns the count of all events. */
export async function replaySnapshot<Tables>(replay: Replay<Tables>, snapshot: pg.ClientBase, from: Progress): Promise<number> {
  let progress = from;
  for (;;) {
    const { tx, position } = parsePosition(progress.after);
    const { rows } = await snapshot.query<EventRow>(
      `select ${eventColumns} from events where (tx, position) > ($1::xid8, $2::bigint) order by tx, position limit $3`,
      [String(tx), String(position), replay.batch],
    );
    const events = rows.map(toStoredEvent);
    await applyBatch(replay, events);
    progress = advance(replay, progress, events);
    if (events.length < replay.batch) return progress.events;
  }
}

/** What the snapshot did not show, in the caller's transaction. */
export async function replayRest<Tables>(
  { schema, project, batch }: Replay<Tables>,
  trx: Transaction<Tables>,
  snapshot: string,
): Promise<void> {
  await useScratch(trx, schema);
  let after = { tx: '0', position: '0' };
  for (;;) {
    const { rows } = await sql<EventRow>`
      select ${sql.raw(eventColumns)} from events
      where (tx, position) > (${after.tx}::xid8, ${after.position}::bigint)
        and tx >= pg_snapshot_xmin(${snapshot}::pg_snapshot) and not pg_visible_in_snapshot(tx, ${snapshot}::pg_snapshot)
      order by tx, position limit ${batch}`.execute(trx);
    for (const row of rows) await project(trx, toStoredEvent(row));
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last;
  }
}

function applyBatch<Tables>({ db, schema, project }: Replay<Tables>, events: readonly StoredEvent[]): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await useScratch(trx, schema);
    for (const event of events) await project(trx, event);
  });
}

function useScratch<Tables>(trx: Transaction<Tables>, schema: string) {
  return sql`set local search_path = ${sql.id(schema)}, public`.execute(trx);
}

function advance<Tables>({ log }: Replay<Tables>, { after, events }: Progress, batch: StoredEvent[]): Progress {
  const total = events + batch.length;
  if (total % 50_000 < batch.length) log.info({ events: total }, 'rebuilding');
  return { after: endPosition(batch, after), events: total };
}

/** The end of the log, as far as it can be seen now. */
async function lastPosition<Tables>(db: Kysely<Tables>): Promise<Position> {
  const { rows } = await sql<{ tx: string; position: string }>`
    select tx, position from events order by tx desc, position desc limit 1`.execute(db);
  const [last] = rows;
  return last ? formatPosition(last.tx, last.position) : beginning;
}
