import { join } from 'node:path';
import { type DatabaseService, databaseServices } from '@parley/backing/service-catalog';
import { beginRestore, endRestore } from '@parley/event-store';
import pg from 'pg';
import { CommandError } from '../command.ts';
import { showProgress } from '../tty/progress.ts';
import { listTables } from './list-tables.ts';
import { type Manifest, readManifest, type ServiceManifest } from './manifest.ts';
import { writePositions } from './positions.ts';
import { checkFile, loadTable, settleTextForms, verifyTable } from './table-files.ts';

export type RestoreOptions = {
  folder: string;
  ownerUrls: Readonly<Record<DatabaseService, string>>;
  /** The names of all migrations that this release has for a service. */
  knownMigrations: (service: DatabaseService) => Promise<readonly string[]>;
  runMigrations: (service: DatabaseService, only?: readonly string[]) => Promise<void>;
  importMedia: (folder: string, expected: Manifest['media']) => Promise<void>;
  /** Whatever the broker still has is of another time. */
  clearBroker: () => Promise<void>;
};

export type RestoreReport = { rows: number; files: number; epochs: Record<string, string>; tookMs: number };

/**
 * A backup into databases without anything in them. Order matters:
 *
 * 1. Everything is looked at before anything is touched.
 * 2. Every database is marked. While the mark is there, no service migrates or starts on it, and another restore begins from scratch.
 * 3. The schema of the backup, then its rows, each database in one transaction, each table compared with its hash.
 * 4. Positions: each log is a new one, with a new epoch.
 * 5. Files. The marks go. Then the migrations that this release has beyond the backup.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const startedAt = performance.now();
  const manifest = await readManifest(options.folder);
  await checkBackup(manifest, options);
  const clients = await openClients(options.ownerUrls);
  try {
    for (const service of databaseServices) await refuseUnlessEmpty(clients[service], service);
    for (const service of databaseServices) await beginRestore(clients[service], manifest.made_at);
    await loadDatabases(manifest, options, clients);
    await writePositions(clients, manifest.positions);
    await options.clearBroker();
    await options.importMedia(join(options.folder, 'media'), manifest.media);
    const epochs = await readEpochs(clients);
    for (const service of databaseServices) await endRestore(clients[service]);
    for (const service of databaseServices) await options.runMigrations(service);
    for (const service of databaseServices) await clients[service].query('analyze');
    const rows = Object.values(manifest.services)
      .flatMap(({ tables }) => tables)
      .reduce((sum, table) => sum + table.rows, 0);
    return { rows, files: manifest.media.files, epochs, tookMs: Math.round(performance.now() - startedAt) };
  } finally {
    await Promise.all(Object.values(clients).map((client) => client.end()));
  }
}

async function checkBackup(manifest: Manifest, { folder, knownMigrations }: RestoreOptions): Promise<void> {
  for (const service of databaseServices) {
    const backedUp = manifest.services[service];
    const known = new Set(await knownMigrations(service));
    const unknown = backedUp.migrations.filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new CommandError(
        `The backup is of a newer release: ${service} had ${unknown.join(', ')}, which this one does not know. Nothing was touched.`,
      );
    }
    for (const { file, bytes, file_hash } of backedUp.tables) await checkFile(join(folder, service, file), { bytes, hash: file_hash });
  }
}

type Clients = Record<DatabaseService, pg.Client>;

async function openClients(urls: Readonly<Record<DatabaseService, string>>): Promise<Clients> {
  const opened = databaseServices.map(async (service) => {
    const client = new pg.Client({ connectionString: urls[service], application_name: 'parley restore', connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    await client.connect();
    await settleTextForms(client);
    return [service, client] as const;
  });
  return Object.fromEntries(await Promise.all(opened)) as Clients;
}

/** Nobody at work in it, and nothing said in it: the mark of a restore that did not end counts as nothing. */
async function refuseUnlessEmpty(client: pg.Client, service: DatabaseService): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' limit 1`,
  );
  if (rows[0] !== undefined)
    throw new CommandError(`Somebody is connected to the database of ${service} (${rows[0].name}). Stop every service first.`);
  const { rows: marked } = await client.query<{ marked: boolean }>("select to_regclass('parley_restore.unfinished') is not null as marked");
  if (marked[0]?.marked === true) return;
  const table = service === 'notifications' ? 'notices' : 'events';
  const { rows: found } = await client.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [table]);
  if (found[0]?.exists !== true) return;
  const { rows: used } = await client.query<{ used: boolean }>(`select exists (select from ${table}) as used`);
  if (used[0]?.used === true) {
    throw new CommandError(
      `The database of ${service} is not empty. A restore never overwrites: docs/operating/backup.md says how to begin empty.`,
    );
  }
}

async function loadDatabases(manifest: Manifest, options: RestoreOptions, clients: Clients): Promise<void> {
  const total = Object.values(manifest.services)
    .flatMap(({ tables }) => tables)
    .reduce((sum, { rows }) => sum + rows, 0);
  const progress = showProgress(total, 'rows');
  try {
    await Promise.all(
      databaseServices.map(async (service) => {
        const backedUp = manifest.services[service];
        await emptySchema(clients[service]);
        await options.runMigrations(service, backedUp.migrations);
        const folder = join(options.folder, service);
        await loadDatabase({ client: clients[service], folder, backedUp, onTable: (rows) => progress.add(rows) });
      }),
    );
  } finally {
    progress.stop();
  }
}

/** As `provisionDatabases` leaves it. The runtime role is named like the database. */
async function emptySchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ role: string }>('select quote_ident(current_database()) as role');
  await client.query(
    `drop schema public cascade; create schema public; revoke create on schema public from public; grant usage on schema public to ${rows[0]?.role}`,
  );
}

type DatabaseLoad = { client: pg.Client; folder: string; backedUp: ServiceManifest; onTable: (rows: number) => void };

async function loadDatabase({ client, folder, backedUp, onTable }: DatabaseLoad): Promise<void> {
  const { tables, sequences } = backedUp;
  await client.query("begin; set local maintenance_work_mem = '256MB'");
  await refuseOtherTables(
    client,
    tables.map(({ table }) => table),
  );
  const all = tables.map(({ table }) => pg.escapeIdentifier(table));
  // Rows that the migrations themselves made are in the backup, too.
  if (all.length > 0) await client.query(`truncate ${all.join(', ')}`);
  for (const table of all) await client.query(`alter table ${table} disable trigger user`);
  for (const table of tables) {
    await loadTable(client, folder, table);
    await verifyTable(client, table);
    onTable(table.rows);
  }
  for (const table of all) await client.query(`alter table ${table} enable trigger user`);
  for (const { sequence, last_value, is_called } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [pg.escapeIdentifier(sequence), last_value, is_called]);
  }
  await client.query('commit');
}

/** The schema was made by the migrations that the backup names: a table more or less means that one of them was changed since. */
async function refuseOtherTables(client: pg.Client, expected: readonly string[]): Promise<void> {
  const found = (await listTables(client)).map(({ table }) => table);
  const missing = expected.filter((table) => !found.includes(table));
  const surplus = found.filter((table) => !expected.includes(table));
  if (missing.length + surplus.length > 0) {
    throw new CommandError(
      `The schema is not that of the backup (${[...missing, ...surplus].join(', ')}): was a migration changed after its release?`,
    );
  }
}

async function readEpochs(clients: Clients): Promise<Record<string, string>> {
  const epochs: Record<string, string> = {};
  for (const service of databaseServices) {
    const { rows } = await clients[service].query<{ found: boolean }>("select to_regclass('store_identity') is not null as found");
    if (rows[0]?.found !== true) continue;
    const identity = await clients[service].query<{ epoch: string }>('select epoch from store_identity');
    epochs[service] = identity.rows[0]?.epoch ?? '';
  }
  return epochs;
}
