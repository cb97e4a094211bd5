import { type QueryExecutorProvider, sql } from 'kysely';

/** Empty copies of the tables, with their defaults, constraints and indexes. */
export async function createScratch(db: QueryExecutorProvider, schema: string, tables: readonly string[]): Promise<void> {
  await sql`create schema ${sql.id(schema)}`.execute(db);
  for (const table of tables) {
    await sql`create table ${sql.id(schema, table)} (like ${sql.id('public', table)} including all)`.execute(db);
  }
}

export async function dropScratch(db: QueryExecutorProvider, schema: string): Promise<void> {
  await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(db);
}

/** Waits for those who write to the tables just now; gives up rather than blocking others behind it for long. */
export async function lockLive(trx: QueryExecutorProvider, tables: readonly string[]): Promise<void> {
  await sql`set local lock_timeout = '30s'`.execute(trx);
  await sql`lock table ${sql.join(tables.map((table) => sql.id('public', table)))} in access exclusive mode`.execute(trx);
}

/**
 * Moves the rows, not the tables: grants, partitions and foreign keys of the live tables stay what the migrations made them.
 * Generated columns fill themselves.
 */
export async function replaceLive(trx: QueryExecutorProvider, schema: string, tables: readonly string[]): Promise<void> {
  await sql`truncate ${sql.join(tables.map((table) => sql.id('public', table)))}`.execute(trx);
  for (const table of tables) {
    const columns = sql.join((await writableColumns(trx, table)).map((column) => sql.id(column)));
    await sql`insert into ${sql.id('public', table)} (${columns}) overriding system value
      select ${columns} from ${sql.id(schema, table)}`.execute(trx);
  }
}

async function writableColumns(trx: QueryExecutorProvider, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${`public.${quoted(table)}`}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum`.execute(trx);
  return rows.map((row) => row.name);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
