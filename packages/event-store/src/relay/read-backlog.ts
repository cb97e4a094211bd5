import { type Position, parsePosition } from '@parley/contracts';
import type pg from 'pg';
import type { Backlog } from './relay-metrics.ts';

/** What waits behind the cursor, counted to 10,000. */
export async function readBacklog(connection: pg.ClientBase, after: Position): Promise<Backlog> {
  const { tx, position } = parsePosition(after);
  const { rows } = await connection.query<{ events: string; age: number | null }>({
    name: 'read-backlog',
    text: `select count(*) as events, extract(epoch from clock_timestamp() - min(recorded_at))::float8 as age
      from (select recorded_at from events where (tx, position) > ($1::xid8, $2::bigint) order by tx, position limit 10000) waiting`,
    values: [String(tx), String(position)],
  });
  return { events: Number(rows[0]?.events ?? 0), ageSeconds: rows[0]?.age ?? 0 };
}
