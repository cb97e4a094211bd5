import pg from 'pg';

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

export type Sides = { live: pg.ClientBase; rebuilt: pg.ClientBase; schema: string };

/** A row as two digests: `place` orders both sides alike whatever the types and collations of the key, `content` tells rows apart. */
type Row = { place: string; content: string; key: Record<string, unknown> | null };

const maxKeys = 100;
const fetchRows = 2_000;

export async function compareTables(sides: Sides, tables: readonly string[]): Promise<TableComparison[]> {
  const comparisons: TableComparison[] = [];
  for (const table of tables) comparisons.push(await compareTable(sides, table));
  return comparisons;
}

/** Both sides in the same order, side by side: like EXCEPT both ways, but across two snapshots, and in bounded memory. */
async function compareTable({ live, rebuilt, schema }: Sides, table: string): Promise<TableComparison> {
  const key = await keyColumns(live, table);
  const left = readRows(live, `public.${pg.escapeIdentifier(table)}`, key);
  const right = readRows(rebuilt, `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`, key);
  const comparison: TableComparison = { table, rows: { live: 0, rebuilt: 0 }, missing: 0, surplus: 0, keys: [] };
  const places = new Set<string>();
  const note = ({ place, key: values }: Row) => {
    if (!values || places.has(place) || places.size >= maxKeys) return;
    places.add(place);
    comparison.keys.push(values);
  };

  let [ours, theirs] = [await left.next(), await right.next()];
  while (!ours.done || !theirs.done) {
    const order = compareRows(ours.value ?? undefined, theirs.value ?? undefined);
    if (!ours.done && order <= 0) {
      comparison.rows.live += 1;
      if (order < 0) {
        comparison.surplus += 1;
        note(ours.value);
      }
    }
    if (!theirs.done && order >= 0) {
      comparison.rows.rebuilt += 1;
      if (order > 0) {
        comparison.missing += 1;
        note(theirs.value);
      }
    }
    [ours, theirs] = [order <= 0 ? await left.next() : ours, order >= 0 ? await right.next() : theirs];
  }
  return comparison;
}

/** The end of a side comes after every row. */
function compareRows(a: Row | undefined, b: Row | undefined): number {
  if (!a || !b) return a ? -1 : 1;
  const [left, right] = [a.place + a.content, b.place + b.content];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

async function* readRows(client: pg.ClientBase, table: string, key: readonly string[]): AsyncGenerator<Row, undefined> {
  const columns = key.map((column) => `t.${pg.escapeIdentifier(column)}`);
  const keyJson = key.map((column, index) => `${pg.escapeLiteral(column)}, ${columns[index]}`).join(', ');
  const [place, values] = key.length > 0 ? [`row(${columns.join(', ')})`, `jsonb_build_object(${keyJson})`] : ['t', 'null::jsonb'];
  await client.query(`declare rows_in_order no scroll cursor for
    select md5(${place}::text) collate "C" as place, md5(t::text) collate "C" as content, ${values} as key from ${table} t order by 1, 2`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${fetchRows} from rows_in_order`);
    yield* rows;
    if (rows.length < fetchRows) break;
  }
  await client.query('close rows_in_order');
  return undefined;
}

async function keyColumns(client: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
      where i.indisprimary and i.indrelid = $1::regclass order by array_position(i.indkey::int2[], a.attnum)`,
    [`public.${pg.escapeIdentifier(table)}`],
  );
  return rows.map((row) => row.name);
}
