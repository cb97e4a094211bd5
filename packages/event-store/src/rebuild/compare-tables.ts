import { type QueryExecutorProvider, sql } from 'kysely';

export type TableComparison = {
  table: string;
  /** Rows in the live table and in the rebuilt one. */
  rows: { live: number; rebuilt: number };
  /** Rows that a rebuild gives and the live table lacks, and the other way round. A changed row counts in both. */
  missing: number;
  surplus: number;
  /** Primary keys of the first of them. Keys only: rows hold what people wrote. */
  keys: Array<Record<string, unknown>>;
};

const maxKeys = 100;

export async function compareTables(trx: QueryExecutorProvider, schema: string, tables: readonly string[]): Promise<TableComparison[]> {
  const comparisons: TableComparison[] = [];
  for (const table of tables) comparisons.push(await compareTable(trx, schema, table));
  return comparisons;
}

async function compareTable(trx: QueryExecutorProvider, schema: string, table: string): Promise<TableComparison> {
  const live = sql.id('public', table);
  const rebuilt = sql.id(schema, table);
  const missing = sql`(select * from ${rebuilt} except all select * from ${live})`;
  const surplus = sql`(select * from ${live} except all select * from ${rebuilt})`;
  const { rows } = await sql<{ live: string; rebuilt: string; missing: string; surplus: string }>`
    select (select count(*) from ${live}) as live, (select count(*) from ${rebuilt}) as rebuilt,
      (select count(*) from ${missing} m) as missing, (select count(*) from ${surplus} s) as surplus`.execute(trx);
  const counts = rows[0] ?? { live: 0, rebuilt: 0, missing: 0, surplus: 0 };
  const comparison = {
    table,
    rows: { live: Number(counts.live), rebuilt: Number(counts.rebuilt) },
    missing: Number(counts.missing),
    surplus: Number(counts.surplus),
  };
  if (comparison.missing + comparison.surplus === 0) return { ...comparison, keys: [] };
  const key = await keyColumns(trx, schema, table);
  if (key.length === 0) return { ...comparison, keys: [] };
  const columns = sql.join(key.map((column) => sql.id(column)));
  const differing = await sql<Record<string, unknown>>`
    select distinct ${columns} from (select * from ${missing} m union all select * from ${surplus} s) d
    order by ${columns} limit ${maxKeys}`.execute(trx);
  return { ...comparison, keys: differing.rows };
}

async function keyColumns(trx: QueryExecutorProvider, schema: string, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select a.attname as name from pg_index i
      join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    where i.indisprimary and n.nspname = ${schema} and c.relname = ${table}
    order by array_position(i.indkey::int2[], a.attnum)`.execute(trx);
  return rows.map((row) => row.name);
}
