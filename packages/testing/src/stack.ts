import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DatabaseService,
  type DatabaseUrls,
  databaseServices,
  freePort,
  migrateServices,
  type RunningServer,
  type ServiceName,
  type ServiceSurroundings,
  serviceEnvironment,
  serviceNames,
  startService,
  systemEnvironment,
} from '@parley/backing';
import { findInData } from './find-in-data.ts';
import { createMigratedDatabases } from './migrated-databases.ts';
import { createRunFolder } from './run-folder.ts';
import { startNats, startPostgres, startRedis } from './start-server.ts';
import { createTestDatabases } from './test-servers.ts';

type ServiceEnv = Partial<Record<ServiceName, Record<string, string>>>;

export type StackOptions = {
  gateways?: number;
  auth?: number;
  rooms?: number;
  messages?: number;
  presence?: number;
  media?: number;
  notifications?: number;
  /** For every service, on top of what tests usually want (cheap password hashes, no limit on logins). */
  env?: Record<string, string>;
  /** For one service only; a function learns first where everything is. */
  serviceEnv?: ServiceEnv | ((surroundings: ServiceSurroundings) => Promise<ServiceEnv>);
  /** A Postgres of this stack's own, with fsync on: for tests that kill it and for measurements. Default: the run's shared one. */
  ownPostgres?: boolean;
  /** Where that one keeps its data. Default: with everything else of the stack. */
  postgresFolder?: string;
  /** Folder of the built web client, for the gateways to serve. */
  webRoot?: string;
  allowedOrigins?: readonly string[];
  /** Of the first gateway: for a stack that takes the place of another. Default: any that is free. */
  gatewayPort?: number;
  /** The services of another checkout, on databases of this one's. */
  codeRoot?: string;
  /** Puts into the databases, which are migrated and empty, what the services are to find. */
  prepare?: (place: StackPlace) => Promise<void>;
};

/** Servers and databases, before any service runs. */
export type StackPlace = Pick<Stack, 'folder' | 'nats' | 'redis' | 'databases'>;

export type Stack = {
  /** Where the servers of this stack keep their data, as far as it is not in containers. */
  readonly folder: string;
  /** Of the first gateway. */
  readonly url: string;
  readonly gatewayUrls: readonly string[];
  readonly nats: RunningServer;
  readonly redis: RunningServer;
  /** Only with `ownPostgres`. */
  readonly postgres: RunningServer | undefined;
  readonly databases: Record<DatabaseService, DatabaseUrls>;
  /** Every replica of every service. */
  readonly services: Record<ServiceName, readonly RunningServer[]>;
  service(name: ServiceName, index?: number): RunningServer;
  kill(name: ServiceName, index?: number, signal?: NodeJS.Signals): Promise<void>;
  restart(name: ServiceName, index?: number): Promise<void>;
  pause(name: ServiceName, index?: number): Promise<void>;
  resume(name: ServiceName, index?: number): Promise<void>;
  /** All that a replica has written so far, lines of JSON. */
  logs(name: ServiceName, index?: number): Promise<string>;
  /** Files of its servers (data, logs, mails) that hold a text: for what must be gone. The shared Postgres is not among them. */
  findInData(text: string): Promise<string[]>;
  /** Stops everything and deletes its data; rejects when a service that was never killed did not end with status 0. */
  stop(): Promise<void>;
};

/** Limits that a test of something else must not run into; their own tests set them. */
const usualEnv = {
  LOG_LEVEL: 'info',
  PARLEY_BCRYPT_ROUNDS: '4',
  PARLEY_LOGINS_PER_MINUTE: '1000000',
  PARLEY_REGISTRATIONS_PER_MINUTE: '1000000',
  PARLEY_LOGIN_FREE_FAILURES: '1000000',
  PARLEY_EMAIL_VERIFICATION: 'off',
};

/** All of Parley as child processes on a NATS, a Redis and databases of its own. Resolves when every service is ready. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const undo: Array<() => Promise<unknown>> = [];
  const undoAll = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const folder = await createRunFolder('stack');
    undo.push(folder.remove);
    const servers = await startServers(folder.path, options, undo);
    const databases = await createDatabases(servers.postgres, undo);
    await options.prepare?.({ folder: folder.path, nats: servers.nats, redis: servers.redis, databases });
    const services = await startServices(folder.path, options, { ...servers, databases }, undo);
    return stackOf({ folder: folder.path, servers, databases, services, undoAll });
  } catch (error) {
    await undoAll();
    throw error;
  }
}

/** Migrated ones: on the shared Postgres as copies of those that the run has migrated once. */
async function createDatabases(own: RunningServer | undefined, undo: Undo): Promise<Record<DatabaseService, DatabaseUrls>> {
  const { services, drop } = await (own === undefined ? createMigratedDatabases() : createTestDatabases(databaseServices, own.url));
  if (own === undefined) undo.push(drop);
  else await migrateServices(services);
  return services;
}

type Servers = { nats: RunningServer; redis: RunningServer; postgres: RunningServer | undefined };
type Services = Record<ServiceName, RunningServer[]>;
type Undo = Array<() => Promise<unknown>>;

async function startServers(folder: string, options: StackOptions, undo: Undo): Promise<Servers> {
  const track = async (starting: Promise<RunningServer>) => {
    const server = await starting;
    undo.push(server.destroy);
    return server;
  };
  const [nats, redis, postgres] = await Promise.all([
    track(startNats(join(folder, 'nats'))),
    track(startRedis(join(folder, 'redis'))),
    options.ownPostgres === true ? track(startPostgres(options.postgresFolder ?? join(folder, 'postgres'))) : undefined,
  ]);
  return { nats, redis, postgres };
}

async function startServices(
  folder: string,
  options: StackOptions,
  servers: Servers & { databases: Record<DatabaseService, DatabaseUrls> },
  undo: Undo,
): Promise<Services> {
  const ports = await choosePorts(options);
  const firstAddress = (name: ServiceName) => `http://127.0.0.1:${ports[name][0]}`;
  const surroundings: ServiceSurroundings = {
    natsUrl: servers.nats.url,
    redisUrl: servers.redis.url,
    databases: servers.databases,
    addresses: {
      auth: firstAddress('auth'),
      rooms: firstAddress('rooms'),
      messages: firstAddress('messages'),
      presence: firstAddress('presence'),
      media: firstAddress('media'),
      notifications: firstAddress('notifications'),
    },
    mailOutbox: join(folder, 'outbox'),
    mediaFolder: join(folder, 'media'),
    // By name: browsers make no passkeys for an address.
    publicUrl: `http://localhost:${ports.gateway[0]}`,
    webRoot: options.webRoot,
    allowedOrigins: options.allowedOrigins,
  };
  const serviceEnv = typeof options.serviceEnv === 'function' ? await options.serviceEnv(surroundings) : options.serviceEnv;
  const services: Services = { gateway: [], presence: [], messages: [], notifications: [], media: [], rooms: [], auth: [] };
  const start = async (name: ServiceName, index: number) => {
    const env = {
      ...systemEnvironment(),
      ...serviceEnvironment(name, surroundings),
      ...usualEnv,
      ...options.env,
      ...serviceEnv?.[name],
    };
    const port = ports[name][index] ?? 0;
    const server = await startService({ service: name, port, env, logFile: logFile(folder, name, index), codeRoot: options.codeRoot });
    undo.push(server.stop);
    services[name][index] = server;
  };
  const starting = serviceNames.flatMap((name) => ports[name].map((_port, index) => start(name, index)));
  // All settle first: what did start must be on the list of what to undo.
  const failed = (await Promise.allSettled(starting)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return services;
}

async function choosePorts(options: StackOptions): Promise<Record<ServiceName, number[]>> {
  const replicas: Record<ServiceName, number> = {
    gateway: options.gateways ?? 1,
    presence: options.presence ?? 1,
    messages: options.messages ?? 1,
    media: options.media ?? 1,
    notifications: options.notifications ?? 1,
    rooms: options.rooms ?? 1,
    auth: options.auth ?? 1,
  };
  const ports: Record<ServiceName, number[]> = {
    gateway: [],
    presence: [],
    messages: [],
    notifications: [],
    media: [],
    rooms: [],
    auth: [],
  };
  for (const name of serviceNames) {
    while (ports[name].length < replicas[name]) {
      ports[name].push(await freePort(name === 'gateway' && ports[name].length === 0 ? options.gatewayPort : undefined));
    }
  }
  return ports;
}

function logFile(folder: string, name: ServiceName, index: number): string {
  return join(folder, 'logs', `${name}-${index}.log`);
}

type StackParts = {
  folder: string;
  servers: Servers;
  databases: Record<DatabaseService, DatabaseUrls>;
  services: Services;
  undoAll: () => Promise<void>;
};

function stackOf({ folder, servers, databases, services, undoAll }: StackParts): Stack {
  const killed = new Set<RunningServer>();
  const service = (name: ServiceName, index = 0) => {
    const found = services[name][index];
    if (found === undefined) throw new Error(`The stack has no ${name} ${index}.`);
    return found;
  };
  const logs = (name: ServiceName, index = 0) => readFile(logFile(folder, name, index), 'utf8');
  const gatewayUrls = services.gateway.map(({ url }) => url);
  return {
    ...servers,
    folder,
    databases,
    services,
    service,
    gatewayUrls,
    url: service('gateway').url,
    kill: async (name, index, signal = 'SIGKILL') => {
      const target = service(name, index);
      killed.add(target);
      await target.kill(signal);
    },
    restart: async (name, index) => {
      const target = service(name, index);
      await target.restart();
      killed.delete(target);
    },
    pause: (name, index) => service(name, index).pause(),
    resume: (name, index) => service(name, index).resume(),
    logs,
    findInData: (text) => findInData(folder, text),
    stop: async () => {
      const unclean: string[] = [];
      for (const name of serviceNames) {
        await Promise.all(services[name].map((server) => server.stop()));
        for (const [index, server] of services[name].entries()) {
          if (killed.has(server) || server.lastExit?.code === 0) continue;
          const tail = (await logs(name, index)).trimEnd().split('\n').slice(-15).join('\n');
          unclean.push(`${name} ${index} ended with ${JSON.stringify(server.lastExit)}:\n${tail}`);
        }
      }
      await undoAll();
      if (unclean.length > 0) throw new Error(unclean.join('\n\n'));
    },
  };
}
