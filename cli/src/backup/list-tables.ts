import type pg from 'pg';

export type Table = { table: string; columns: string[]; estimate: number };

/** What a new database has of its own: its identity (so that a restored log has a new epoch), and what was done to make it. */
const ownOfDatabase = ['store_identity', 'relay_cursor', 'kysely_migration', 'kysely_migration_lock'];

/**
 * The tables that hold rows (of a partitioned one its parts), those that are referred to first, and the columns to keep. The transaction
 * ids of events are not kept: on another server they may lie in the future. All events are given that of the restore, and come in the
 * order of their positions, which within a stream is the order of versions.
 */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as table, greatest(c.reltuples, 0)::float8 as estimate, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and not (a.attname = 'tx' and (c.relname = 'events' or c.oid in (select inhrelid from pg_inherits where inhparent = to_regclass('events'))))
      group by c.oid, c.relname, c.reltuples order by c.relname`,
    [ownOfDatabase],
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select f.relname as from, t.relname as to from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      where k.contype = 'f' and k.conrelid <> k.confrelid`,
  );
  return referredFirst(rows, references);
}

function referredFirst(tables: readonly Table[], references: ReadonlyArray<{ from: string; to: string }>): Table[] {
  const sorted: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ table }) => table));
    const free = left.filter(({ table }) => !references.some(({ from, to }) => from === table && waiting.has(to)));
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting].join(', ')}`);
    sorted.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return sorted;
}
