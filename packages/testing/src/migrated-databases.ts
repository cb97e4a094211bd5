import { randomBytes } from 'node:crypto';
import { type DatabaseService, databaseServices, dropDatabases, migrateServices, provisionDatabases } from '@parley/backing';
import pg from 'pg';
import { createTestDatabases, type TestDatabases, testPostgres } from './test-servers.ts';

const variable = 'PARLEY_TEST_TEMPLATES';
const migrated = 'migrated';

/** Chosen once by the run's main process; its workers inherit the environment. */
export function shareTemplatePrefix(): void {
  process.env[variable] = `template${randomBytes(5).toString('hex')}`;
}

function templatePrefix(): string {
  const prefix = process.env[variable];
  if (prefix === undefined) throw new Error('No migrated databases outside of a run of vitest: ask for a Postgres of your own.');
  return prefix;
}

/**
 * A database for every service that has one, as its migrations leave it. They run once for the whole run, in databases that all others are
 * copies of: a stack starts with five processes less.
 */
export async function createMigratedDatabases(): Promise<TestDatabases<DatabaseService>> {
  await ensureTemplates(testPostgres(), templatePrefix());
  return createTestDatabases(databaseServices, testPostgres(), templatePrefix());
}

/** For a server that outlives the run. */
export function dropTemplates(adminUrl: string): Promise<void> {
  return dropDatabases(adminUrl, templatePrefix(), databaseServices);
}

/** By the first worker that needs them; the others wait. */
async function ensureTemplates(adminUrl: string, prefix: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [prefix]);
    const { rows } = await admin.query<{ name: string }>(
      "select datname as name from pg_database where shobj_description(oid, 'pg_database') = $1 and datname = any($2)",
      [migrated, databaseServices.map((service) => `${prefix}_${service}`)],
    );
    if (rows.length === databaseServices.length) return;
    await migrateServices(await provisionDatabases(adminUrl, prefix, databaseServices));
    for (const service of databaseServices) await admin.query(`comment on database ${prefix}_${service} is '${migrated}'`);
  } finally {
    await admin.end();
  }
}
