import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type ContainerServer, containerRecipe } from './container-recipe.ts';
import { findPostgresPrograms, type PostgresPrograms } from './find-program.ts';
import { MissingServerError } from './missing-server-error.ts';
import { type Account, ensureDataFolder, serverAccount } from './server-account.ts';
import { deleteFolder, type RunningServer, runServer, type ServerOptions, type ServerRecipe } from './server-process.ts';

const run = promisify(execFile);

export type PostgresServerOptions = ServerOptions & {
  dir: string;
  image?: string;
  /** Without it commits do not wait for the disk: for tests that create databases by the dozen, never for people's messages. */
  durable?: boolean;
};

/**
 * A Postgres cluster, superuser `postgres` with a random password kept in `dir/password`, on the loopback address only: a program
 * on this machine, or a container of `image`.
 */
export async function startPostgresServer(options: PostgresServerOptions): Promise<RunningServer> {
  const { dir, image, durable = true } = options;
  await mkdir(dir, { recursive: true });
  const password = await readPassword(dir);
  return runServer(
    {
      name: 'Postgres',
      logFile: join(dir, 'postgres.log'),
      // "Fast": clients are cut and everything is written; SIGTERM would wait for the clients to leave.
      stopSignal: 'SIGINT',
      probe: (port) => probePostgres(adminUrl(port, password)),
      url: (port) => adminUrl(port, password),
      ...(image === undefined
        ? localPostgres({ dir, password, durable })
        : containerRecipe('postgres', dir, () => postgresContainer(image, { password, durable }).part)),
    },
    options,
  );
}

type PostgresLaunch = Pick<ServerRecipe, 'prepare' | 'launch' | 'deleteData' | 'signal'>;
type Cluster = { dir: string; password: string; durable: boolean };

function localPostgres(cluster: Cluster): PostgresLaunch {
  const account = serverAccount('postgres');
  const data = join(cluster.dir, 'data');
  return {
    prepare: () => createCluster(cluster, data, account),
    launch: async (port) => ({
      file: join((await programsFor(data)).bin, 'postgres'),
      // Socket paths have a length limit that a deep checkout exceeds, and TCP is all we use.
      args: ['-D', data, ...settings({ ...sizing(cluster.durable), listen_addresses: '127.0.0.1', port, unix_socket_directories: '' })],
      uid: account?.uid,
      gid: account?.gid,
    }),
    deleteData: () => deleteFolder(data),
  };
}

export function postgresContainer(image: string, { password, durable }: Pick<Cluster, 'password' | 'durable'>): ContainerServer {
  return {
    part: {
      image,
      port: 5432,
      dataPath: '/parley',
      // The images' own data folder moved with version 18; ours stays where the volume is.
      env: { POSTGRES_PASSWORD: password, PGDATA: '/parley/data' },
      args: ['postgres', ...settings(sizing(durable))],
    },
    probe: (port) => probePostgres(adminUrl(port, password)),
    url: (port) => adminUrl(port, password),
  };
}

function adminUrl(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

type Settings = Record<string, string | number>;

function sizing(durable: boolean): Settings {
  const safety = durable ? 'on' : 'off';
  return {
    max_connections: 300,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    fsync: safety,
    synchronous_commit: safety,
    full_page_writes: safety,
    log_line_prefix: '%m [%p] %u@%d ',
  };
}

function settings(values: Settings): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Data written by one major version is read by that version only. */
async function programsFor(data: string): Promise<PostgresPrograms> {
  const installed = findPostgresPrograms();
  const newest = installed[0];
  if (newest === undefined) throw new MissingServerError(['postgresql'], 'no Postgres 15 or later on this machine');
  const dataMajor = await readFile(join(data, 'PG_VERSION'), 'utf8').then(Number, () => undefined);
  if (dataMajor === undefined) return newest;
  const matching = installed.find(({ major }) => major === dataMajor);
  if (matching !== undefined) return matching;
  throw new Error(
    `The data in ${data} was written by Postgres ${dataMajor}; installed: ${installed.map(({ major }) => major).join(', ')}. ` +
      `Install Postgres ${dataMajor} again, or move that folder away to start empty.`,
  );
}

async function readPassword(dir: string): Promise<string> {
  const file = join(dir, 'password');
  const existing = await readFile(file, 'utf8').catch(() => undefined);
  if (existing !== undefined) return existing.trim();
  const password = randomBytes(18).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

async function createCluster({ dir, password, durable }: Cluster, data: string, account: Account | undefined): Promise<void> {
  const exists = await readFile(join(data, 'PG_VERSION')).catch(() => undefined);
  if (exists !== undefined) return;
  // Made aside and renamed: an initdb that was interrupted must not be taken for a cluster.
  const unfinished = join(dir, 'unfinished');
  await deleteFolder(unfinished);
  await ensureDataFolder(unfinished, account);
  const passwordFile = join(unfinished, '.password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
  const cluster = join(unfinished, 'data');
  const { bin } = await programsFor(data);
  const args = ['-D', cluster, '-U', 'postgres', '-E', 'UTF8', `--locale=${locale}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await run(join(bin, 'initdb'), durable ? args : [...args, '--no-sync'], { cwd: '/', uid: account?.uid, gid: account?.gid });
  await rm(data, { recursive: true, force: true });
  await rename(cluster, data);
  await deleteFolder(unfinished);
}

async function probePostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}
