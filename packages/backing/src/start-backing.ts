import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseDataRoot } from './data-root.ts';
import type { ServerKind } from './find-images.ts';
import { freePort } from './free-port.ts';
import { checkGivenServers, givenAddresses } from './given-servers.ts';
import { startNatsServer } from './nats-server.ts';
import { startPostgresServer } from './postgres-server.ts';
import { startRedisServer } from './redis-server.ts';
import type { Log, RunningServer } from './server-process.ts';
import { openServerRecord } from './server-record.ts';
import { type BackingKind, chooseServerSource, parseBackingKind, type ServerSource } from './server-source.ts';

export type Backing = {
  kind: BackingKind;
  /** Of a role that may create databases and roles. */
  postgresAdminUrl: string;
  natsUrl: string;
  redisUrl: string;
  /** Those that we started, in the order Postgres, NATS, Redis. */
  servers: readonly RunningServer[];
  stop(): Promise<void>;
};

export type BackingOptions = {
  /** The folder for data, ports and logs; a second start with the same folder finds everything again. */
  root: string;
  /** Forces one; default `PARLEY_BACKING`, else the first that applies. */
  kind?: BackingKind;
  log: Log;
  /** Wished ports; taken ones are moved, as are remembered ones. */
  ports?: Partial<Record<ServerKind, number>>;
  env?: NodeJS.ProcessEnv;
};

const kinds = ['postgres', 'nats', 'redis'] as const;

/** Finds or starts Postgres, NATS and Redis: addresses in the environment, else a Docker engine, else programs on this machine. */
export async function startBacking(options: BackingOptions): Promise<Backing> {
  const { log, env = process.env } = options;
  const forced = options.kind ?? parseBackingKind(env.PARLEY_BACKING);
  const given = forced === 'docker' || forced === 'local' ? {} : givenAddresses(env, forced === 'env');
  await checkGivenServers(given);
  const needed = kinds.filter((kind) => given[kind] === undefined);
  if (needed.length > 0 && forced !== 'env') return startServers(options, given, needed);
  log('Postgres, NATS and Redis: as given in the environment.');
  return { kind: 'env', ...addresses(given), servers: [], stop: async () => undefined };
}

type Addresses = Partial<Record<ServerKind, string>>;

async function startServers(options: BackingOptions, given: Addresses, needed: readonly ServerKind[]): Promise<Backing> {
  const { root, log, env = process.env } = options;
  await mkdir(root, { recursive: true });
  const record = await openServerRecord(root, log);
  const source = await chooseServerSource({ kind: options.kind ?? parseBackingKind(env.PARLEY_BACKING), kinds: needed, log });
  const dataRoot = source.kind === 'local' ? await chooseDataRoot(root, log) : root;
  const servers: RunningServer[] = [];
  const stop = async () => {
    // Postgres last: it is the truth, and the others' clients are gone by then.
    for (const server of [...servers].reverse()) await server.stop();
    await record.close();
  };
  try {
    for (const kind of needed) {
      const port = await freePort(options.ports?.[kind] ?? record.port(kind));
      const onCrash = startAgain(log, (crashed) => record.save(kind, crashed));
      const server = await start(kind, source, { dir: join(dataRoot, kind), port, log, onCrash });
      servers.push(server);
      await record.save(kind, server);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const started = Object.fromEntries(needed.map((kind, index) => [kind, servers[index]?.url]));
  return { kind: source.kind, ...addresses({ ...given, ...started }), servers, stop };
}

type StartOptions = { dir: string; port: number; log: Log; onCrash?: (server: RunningServer) => void };

function start(kind: ServerKind, source: ServerSource, options: StartOptions): Promise<RunningServer> {
  const image = source.kind === 'docker' ? source.images[kind] : undefined;
  switch (kind) {
    case 'postgres':
      return startPostgresServer({ ...options, image });
    case 'nats':
      return startNatsServer({ ...options, image });
    case 'redis':
      return startRedisServer({ ...options, image });
  }
}

const pauseBeforeRestartMs = 500;

/** A server that ends by itself comes back on its port with its data; the services wait for it. */
function startAgain(log: Log, save: (server: RunningServer) => Promise<void>): (server: RunningServer) => void {
  return async (server) => {
    log(`${server.name} ended unexpectedly; starting it again.`);
    await sleep(pauseBeforeRestartMs);
    try {
      await server.restart();
      await save(server);
    } catch (error) {
      log(`${server.name} does not start again: ${String(error)}`);
    }
  };
}

function addresses(found: Addresses): Pick<Backing, 'postgresAdminUrl' | 'natsUrl' | 'redisUrl'> {
  const { postgres, nats, redis } = found;
  if (postgres === undefined || nats === undefined || redis === undefined) throw new Error('A server has no address.');
  return { postgresAdminUrl: postgres, natsUrl: nats, redisUrl: redis };
}
