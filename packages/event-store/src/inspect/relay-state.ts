import { beginning, type Position } from '@parley/contracts';
import type pg from 'pg';
import { readEpochOn } from '../read-epoch.ts';
import { readBacklog } from '../relay/read-backlog.ts';
import { loadCursor } from '../relay/relay-cursor.ts';

export type RelayState = {
  /** Published up to here, as far as it was written down: a moment behind the truth. */
  position: Position;
  /** Counted to 10,000. */
  waiting: number;
  oldestSeconds: number;
  /** False: the log was restored, and the relay has not run since. */
  current: boolean;
  updatedAt: Date | undefined;
};

export async function readRelayState(client: pg.ClientBase): Promise<RelayState> {
  const epoch = await readEpochOn(client);
  const cursor = await loadCursor(client);
  const { rows } = await client.query<{ updated_at: Date }>('select updated_at from relay_cursor');
  const current = cursor?.epoch === epoch;
  const position = current ? cursor.position : beginning;
  const { events, ageSeconds } = await readBacklog(client, position);
  return { position, waiting: events, oldestSeconds: ageSeconds, current, updatedAt: rows[0]?.updated_at };
}

/** The lock of `runAsLeader`, as Postgres shows it. */
const leaderQuery = `
  select l.pid from pg_locks l
  where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
    and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended($1, 1)`;

/**
 * Ends the session of whoever leads, so that another replica (or the same) takes over and begins with a look at the broker. Needs the
 * runtime role: one may end sessions of one's own role.
 */
export async function endLeadership(client: pg.ClientBase, lockName: string): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(leaderQuery, [lockName]);
  for (const { pid } of rows) await client.query('select pg_terminate_backend($1)', [pid]);
  return rows.length;
}
