import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Logger } from 'pino';
import { createPool } from './create-pool.ts';

/** Forward only. The name is remembered in the database and never changes; the text may hold several statements. */
export type SqlMigration = { name: string; sql: string };

export type MigrateOptions = {
  /** Connects as the role that owns the tables. */
  ownerUrl: string;
  /** In the order they are to run: the packages' own first, then the service's folder. */
  migrations: readonly SqlMigration[];
  log: Logger;
};

// Any number, the same for all migrators of a database.
const migratorLock = 7_262_831;

/** Runs what has not run yet. Replicas may call it at the same time: one works, the others wait and find nothing to do. */
export async function migrate({ ownerUrl, migrations, log }: MigrateOptions): Promise<void> {
  const pool = createPool({ connectionString: ownerUrl, max: 2, application_name: 'parley migrate' });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const guard = await pool.connect();
  try {
    // Kysely locks too, but only after it has created its own tables, where two newcomers still collide.
    await guard.query('select pg_advisory_lock($1)', [migratorLock]);
    await runPending(db, migrations, log);
  } finally {
    // Closed rather than returned: the session's end releases the lock whatever happened before.
    guard.release(true);
    await db.destroy();
  }
}

async function runPending(db: Kysely<unknown>, migrations: readonly SqlMigration[], log: Logger): Promise<void> {
  const byName: Record<string, Migration> = {};
  for (const { name, sql: text } of migrations) {
    if (byName[name]) throw new Error(`two migrations are named ${name}`);
    byName[name] = { up: async (trx) => void (await sql.raw(text).execute(trx)) };
  }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => byName },
    // A package may add a migration after the service's own have run.
    allowUnorderedMigrations: true,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  for (const { migrationName, status } of results) log.info({ migration: migrationName, status }, 'migration');
  if (error !== undefined) throw error;
}
