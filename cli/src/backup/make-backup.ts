import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatabaseService, databaseServices } from '@parley/backing/service-catalog';
import type pg from 'pg';
import { CommandError } from '../command.ts';
import { showProgress } from '../tty/progress.ts';
import { contentsText } from './contents-text.ts';
import { fixMoment } from './fix-moment.ts';
import { listTables, type Table } from './list-tables.ts';
import { type Manifest, type ServiceManifest, writeManifest } from './manifest.ts';
import { readPositions } from './positions.ts';
import { dumpTable, settleTextForms } from './table-files.ts';

export type BackupOptions = {
  folder: string;
  ownerUrls: Readonly<Record<DatabaseService, string>>;
  /** Copies the files of `media` into a folder, and tells what it copied. */
  exportMedia: (folder: string) => Promise<Manifest['media']>;
};

/** All of an installation into a new folder, while it runs. */
export async function makeBackup({ folder, ownerUrls, exportMedia }: BackupOptions): Promise<Manifest> {
  await useNewFolder(folder);
  const startedAt = performance.now();
  await using moment = await fixMoment(ownerUrls);
  const madeAt = new Date().toISOString();
  const positions = await readPositions(moment.clients);
  const services = await dumpDatabases(folder, moment.clients);
  // After the databases: a file is there before its row is.
  const media = await exportMedia(join(folder, 'media'));
  const took_ms = Math.round(performance.now() - startedAt);
  const manifest: Manifest = { format: 1, made_at: madeAt, took_ms, paused_ms: moment.pausedMs, services, positions, media };
  await writeFile(join(folder, 'README.txt'), contentsText(manifest), { mode: 0o600 });
  await writeManifest(folder, manifest);
  return manifest;
}

async function useNewFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new CommandError(`${folder} is not empty. A backup goes into a folder of its own.`);
}

type Clients = Readonly<Record<DatabaseService, pg.Client>>;

async function dumpDatabases(folder: string, clients: Clients): Promise<Manifest['services']> {
  const planned = await Promise.all(
    databaseServices.map(async (service) => {
      await settleTextForms(clients[service]);
      return { service, tables: await listTables(clients[service]) };
    }),
  );
  const progress = showProgress(
    Math.round(planned.flatMap(({ tables }) => tables).reduce((sum, { estimate }) => sum + estimate, 0)),
    'rows',
  );
  try {
    const dumped = await Promise.all(
      planned.map(async ({ service, tables }) => {
        const onTable = (rows: number) => progress.add(rows);
        return [service, await dumpDatabase({ client: clients[service], folder: join(folder, service), tables, onTable })] as const;
      }),
    );
    return Object.fromEntries(dumped) as Manifest['services'];
  } finally {
    progress.stop();
  }
}

type DatabaseDump = { client: pg.Client; folder: string; tables: readonly Table[]; onTable: (rows: number) => void };

async function dumpDatabase({ client, folder, tables, onTable }: DatabaseDump): Promise<ServiceManifest> {
  await mkdir(folder, { mode: 0o700 });
  const dumped: ServiceManifest['tables'] = [];
  for (const table of tables) {
    dumped.push(await dumpTable(client, folder, table));
    onTable(dumped.at(-1)?.rows ?? 0);
  }
  const { rows: migrations } = await client.query<{ name: string }>('select name from kysely_migration order by timestamp, name');
  const { rows: sequences } = await client.query<{ sequence: string; last_value: string | null }>(
    "select sequencename as sequence, last_value::text from pg_sequences where schemaname = 'public' order by 1",
  );
  const { rows: identity } = await client.query<{ name: string; epoch: string | null }>(
    tables.some(({ table }) => table.startsWith('events'))
      ? 'select current_database() as name, epoch from store_identity'
      : 'select current_database() as name, null as epoch',
  );
  return {
    database: identity[0]?.name ?? '',
    migrations: migrations.map(({ name }) => name),
    tables: dumped,
    sequences: sequences.map(({ sequence, last_value }) => ({ sequence, last_value: last_value ?? '1', is_called: last_value !== null })),
    ...(identity[0]?.epoch ? { epoch: identity[0].epoch } : {}),
  };
}
