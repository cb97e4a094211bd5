import type pg from 'pg';

/** What is wrong with the log, with a few examples of it. */
export type LogFault = { what: string; examples: readonly string[] };
export type LogReport = { epoch: string; events: number; streams: number; faults: readonly LogFault[] };

type Check = { what: string; sql: string };

/** Each asks for examples of what must not be. */
const checks: readonly Check[] = [
  {
    what: 'a stream whose versions are not 1, 2, 3, …',
    sql: `select stream_id || ': ' || count(*) || ' events, versions ' || min(version) || ' to ' || max(version) as example
      from events group by stream_id having min(version) <> 1 or max(version) <> count(*) limit 10`,
  },
  {
    what: 'an event that is published before its predecessor',
    sql: `select stream_id || ' version ' || version as example from (
        select stream_id, version, tx, position, lag(tx) over w as tx_before, lag(position) over w as position_before
        from events window w as (partition by stream_id order by version)
      ) as followed where (tx, position) <= (tx_before, position_before) limit 10`,
  },
  {
    what: 'an event id that is there twice',
    sql: 'select event_id::text as example from events group by event_id having count(*) > 1 limit 10',
  },
  {
    what: 'a position that is there twice',
    sql: 'select position::text as example from events group by position having count(*) > 1 limit 10',
  },
  {
    what: 'the relay’s cursor is behind nothing: it is later than the last event',
    sql: `select c.position as example from relay_cursor c, store_identity i where c.epoch = i.epoch
      and (split_part(c.position, '-', 1)::xid8, split_part(c.position, '-', 2)::bigint)
        > coalesce((select (e.tx, e.position) from events e order by e.tx desc, e.position desc limit 1), ('0'::xid8, 0::bigint))`,
  },
];

/** The log as the invariants of this package want it. On one snapshot, read-only: beside a living service. */
export async function verifyLog(client: pg.ClientBase): Promise<LogReport> {
  const faults: LogFault[] = [];
  for (const { what, sql } of checks) {
    const { rows } = await client.query<{ example: string }>(sql);
    if (rows.length > 0) faults.push({ what, examples: rows.map(({ example }) => example) });
  }
  const { rows } = await client.query<{ epoch: string; events: string; streams: string }>(
    'select epoch, (select count(*) from events) as events, (select count(*) from events where version = 1) as streams from store_identity',
  );
  return { epoch: rows[0]?.epoch ?? '', events: Number(rows[0]?.events), streams: Number(rows[0]?.streams), faults };
}
