import { formatPosition } from '@parley/contracts';
import { runAsLeader } from '@parley/event-store';
import type { EventEraser } from '@parley/messaging';
import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { MessagesDatabase } from '../messages-database.ts';

export type BrokerErasureOptions = { db: Kysely<MessagesDatabase>; url: string; eraser: EventEraser; log: Logger; everyMs?: number };

const perRound = 200;

/**
 * Erases what deletions have left in the broker's stream, on one replica at a time. The list of what is to be done is in the
 * database, written by the deletion itself: a restart forgets nothing.
 */
export function createBrokerErasures({ db, url, eraser, log, everyMs = 500 }: BrokerErasureOptions) {
  async function lead(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const done = await eraseDue(db, eraser, log);
      if (done < perRound) await pause(everyMs, signal);
    }
  }
  return { run: (signal: AbortSignal) => runAsLeader({ url, lockName: 'messages/erase-in-broker', signal, log, lead }) };
}

type Due = { room_id: string; seq: number; deleted_seq: number; tx: string; position: string };

/**
 * One round. An event is due once the relay has published the deletion behind it: whatever the relay had read of the old text is
 * published by then, and what it reads again has none. Returns how many are done.
 */
export async function eraseDue(db: Kysely<MessagesDatabase>, eraser: EventEraser, log: Logger): Promise<number> {
  const { rows } = await sql<Due>`
    select b.room_id, b.seq, b.deleted_seq, e.tx::text as tx, e.position::text as position
    from broker_erasures b
      cross join relay_cursor c
      -- Two look-ups for each row that is due, and none when nothing is. As plain joins, the planner reads the whole log first.
      cross join lateral (select tx, position from events where stream_id = b.room_id and version = b.seq offset 0) e
      cross join lateral (select tx, position from events where stream_id = b.room_id and version = b.deleted_seq offset 0) d
    where (d.tx, d.position) <= (split_part(c.position, '-', 1)::xid8, split_part(c.position, '-', 2)::bigint)
    order by e.tx, e.position limit ${perRound}`.execute(db);
  if (rows.length === 0) return 0;
  const copies = await eraser.erase(rows.map((row) => formatPosition(row.tx, row.position)));
  await sql`
    delete from broker_erasures b
    using unnest(${rows.map((row) => row.room_id)}::uuid[], ${rows.map((row) => row.seq)}::integer[],
      ${rows.map((row) => row.deleted_seq)}::integer[]) as done (room_id, seq, deleted_seq)
    where b.room_id = done.room_id and b.seq = done.seq and b.deleted_seq = done.deleted_seq`.execute(db);
  log.info({ events: rows.length, copies }, 'deleted messages erased in the broker');
  return rows.length;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
