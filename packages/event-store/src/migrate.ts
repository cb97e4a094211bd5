import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type pg from 'pg';
import type { Logger } from 'pino';
import { createPool } from './create-pool.ts';
import { refuseHalfRestored } from './restore-mark.ts';

/**
 * Forward only. The name is remembered in the database and never changes; the text may hold several statements, which take effect together.
 * One that begins with the line `-- outside a transaction` holds a single statement that Postgres runs only so, such as
 * `create index concurrently`.
 */
export type SqlMigration = { name: string; sql: string };

export type MigrateOptions = {
  /** Connects as the role that owns the tables. */
  ownerUrl: string;
  /** In the order they are to run: the packages' own first, then the service's folder. */
  migrations: readonly SqlMigration[];
  log: Logger;
  /** Called by a restore, which makes the schema of its backup: the mark that keeps everybody else away is its own. */
  restoring?: boolean;
};

// Any number, the same for all migrators of a database.
const migratorLock = 7_262_831;

const lockTimeoutMs = 10_000;

/**
 * Runs what has not run yet. Replicas may call it at the same time: one works, the others wait and find nothing to do. A database that a
 * later release has migrated further is left as it is: expand and contract (docs/operating/upgrade.md) lets this one run on it.
 * @throws HalfRestoredError
 */
export async function migrate({ ownerUrl, migrations, log, restoring = false }: MigrateOptions): Promise<void> {
  const pool = createPool({ connectionString: ownerUrl, max: 3, application_name: 'parley migrate' });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const guard = await pool.connect();
  try {
    // Kysely locks too, but only after it has created its own tables, where two newcomers still collide.
    await guard.query('select pg_advisory_lock($1)', [migratorLock]);
    if (!restoring) await refuseHalfRestored(guard);
    const done = await readDone(guard);
    const later = done.filter((name) => !migrations.some((migration) => migration.name === name));
    if (later.length > 0) log.warn({ migrations: later }, 'the schema is of a later release');
    await runPending({ db, log, known: [...done], pending: pendingOf(migrations, done) });
  } finally {
    // Closed rather than returned: the session's end releases the lock whatever happened before.
    guard.release(true);
    await db.destroy();
  }
}

async function readDone(guard: pg.PoolClient): Promise<string[]> {
  const { rows } = await guard.query<{ found: boolean }>("select to_regclass('kysely_migration') is not null as found");
  if (rows[0]?.found !== true) return [];
  return (await guard.query<{ name: string }>('select name from kysely_migration')).rows.map(({ name }) => name);
}

function pendingOf(migrations: readonly SqlMigration[], done: readonly string[]): SqlMigration[] {
  const names = new Set<string>();
  for (const { name } of migrations) {
    if (names.has(name)) throw new Error(`two migrations are named ${name}`);
    names.add(name);
  }
  return migrations.filter(({ name }) => !done.includes(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Pending = { db: Kysely<unknown>; log: Logger; known: string[]; pending: readonly SqlMigration[] };

/** Neighbours that may share a transaction do; each of the others is on its own. */
async function runPending({ db, log, known, pending }: Pending): Promise<void> {
  let left = pending;
  // Also when there is nothing to do: the tables of the migrator are made.
  do {
    const [first] = left;
    const alone = first !== undefined && isOutside(first);
    const next = left.findIndex(isOutside);
    const slice = alone ? left.slice(0, 1) : left.slice(0, next < 0 ? left.length : next);
    await runSlice({ db, log, known, pending: slice }, { disableTransactions: alone });
    known.push(...slice.map(({ name }) => name));
    left = left.slice(slice.length);
  } while (left.length > 0);
}

async function runSlice({ db, log, known, pending }: Pending, options: { disableTransactions: boolean }): Promise<void> {
  const byName: Record<string, Migration> = Object.fromEntries(known.map((name) => [name, alreadyDone(name)]));
  // Whoever waits for a table's lock keeps everybody behind out: rather fail, and be run again in a better moment.
  const impatience = options.disableTransactions ? '' : `set local lock_timeout = ${lockTimeoutMs};\n`;
  for (const { name, sql: text } of pending) byName[name] = { up: async (trx) => void (await sql.raw(impatience + text).execute(trx)) };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => byName },
    // A package may add a migration after the service's own have run.
    allowUnorderedMigrations: true,
  });
  const { error, results = [] } = await migrator.migrateToLatest(options);
  for (const { migrationName, status } of results) log.info({ migration: migrationName, status }, 'migration');
  if (error !== undefined) throw error;
}

function isOutside({ sql: text }: SqlMigration): boolean {
  return text.startsWith('-- outside a transaction\n');
}

function alreadyDone(name: string): Migration {
  return { up: () => Promise.reject(new Error(`${name} has run before`)) };
}
