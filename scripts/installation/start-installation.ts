import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Backing,
  databaseServices,
  freePort,
  type InstallationFile,
  isPortFree,
  type Log,
  mediaFolder,
  migrateServices,
  provisionDatabases,
  readPasswords,
  type ServiceName,
  type ServiceSurroundings,
  saveInstallation,
  savePasswords,
  serviceEnvironment,
  serviceNames,
  startBacking,
  startService,
  stateFolder,
} from '@parley/backing';
import { logFolder, outboxFolder } from './installation-folders.ts';
import { createKeeper } from './keep-running.ts';

export type InstallationOptions = {
  log: Log;
  /** Services restart when their files change, and browsers may come from the development server's origin. */
  watch?: boolean;
  allowedOrigins?: readonly string[];
  /** The folder of the built web client, ready when the promise is; it is built while databases are prepared. */
  webRoot?: Promise<string>;
};

export type Installation = { url: string; stop(): Promise<void> };

/** Servers, databases, migrations, services, in this order; `stop` (given out early, so that it works at any moment) goes back. */
export function startInstallation(options: InstallationOptions): { ready: Promise<Installation>; stop(): Promise<void> } {
  const undo: Array<() => Promise<void>> = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
    })();
    return stopping;
  };
  return { ready: start(options, undo, stop), stop };
}

async function start(options: InstallationOptions, undo: Array<() => Promise<void>>, stop: () => Promise<void>): Promise<Installation> {
  const { log } = options;
  const backing = await startBacking({ root: stateFolder, log });
  undo.push(backing.stop);
  const passwords = await readPasswords();
  const databases = await provisionDatabases(backing.postgresAdminUrl, 'parley', databaseServices, { passwords });
  await savePasswords(passwords);
  await migrateServices(databases, forServices(process.env));
  const webRoot = await options.webRoot;
  const installation = await startServices({ ...options, webRoot }, backing, databases, undo);
  await saveInstallation(installation);
  return { url: installation.url, stop };
}

type ReadyOptions = Omit<InstallationOptions, 'webRoot'> & { webRoot: string | undefined };

async function startServices(
  options: ReadyOptions,
  backing: Backing,
  databases: ServiceSurroundings['databases'],
  undo: Array<() => Promise<void>>,
): Promise<InstallationFile> {
  const { log, watch, webRoot, allowedOrigins } = options;
  const ports = await choosePorts(log);
  const address = (name: ServiceName) => `http://127.0.0.1:${ports[name]}`;
  const surroundings: ServiceSurroundings = {
    natsUrl: backing.natsUrl,
    redisUrl: backing.redisUrl,
    databases,
    addresses: {
      auth: address('auth'),
      rooms: address('rooms'),
      messages: address('messages'),
      presence: address('presence'),
      media: address('media'),
      notifications: address('notifications'),
    },
    mediaFolder: process.env.PARLEY_MEDIA_FOLDER || mediaFolder,
    mailOutbox: process.env.PARLEY_MAIL_OUTBOX || outboxFolder,
    publicUrl: process.env.PARLEY_PUBLIC_URL || `http://localhost:${ports.gateway}`,
    webRoot,
    allowedOrigins,
  };
  const keeper = createKeeper(log);
  const running: Partial<Record<ServiceName, () => Promise<void>>> = {};
  undo.push(async () => {
    keeper.stop();
    for (const name of serviceNames) await running[name]?.();
  });
  const startOne = async (service: ServiceName) => {
    const env = { ...forServices(process.env), ...serviceEnvironment(service, surroundings) };
    // The front door alone may be opened to the network.
    if (service === 'gateway' && process.env.HOST !== undefined) env.HOST = process.env.HOST;
    const logFile = join(logFolder, `${service}.log`);
    await rename(logFile, join(logFolder, `${service}.previous.log`)).catch(() => undefined);
    const server = await startService({ service, port: ports[service], logFile, env, watch, onCrash: keeper.crashed });
    running[service] = server.stop;
  };
  const failed = (await Promise.allSettled(serviceNames.map(startOne))).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { url: `http://localhost:${ports.gateway}`, surroundings };
}

async function choosePorts(log: Log): Promise<Record<ServiceName, number>> {
  const wished = Number(process.env.PORT || 8080);
  if (!Number.isInteger(wished) || wished < 1 || wished > 65_535)
    throw new Error(`PORT is "${process.env.PORT}"; it must be a number from 1 to 65535.`);
  let gateway = wished;
  while (!(await isPortFree(gateway))) gateway += 1;
  if (gateway !== wished) log(`Port ${wished} is taken; using ${gateway}. (PORT=… chooses another.)`);
  const [presence, messages, notifications, media, rooms, auth] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  return { gateway, presence, messages, notifications, media, rooms, auth };
}

/** Settings of the services pass through; those of the workshop, and addresses meant for us, do not. */
function forServices(env: NodeJS.ProcessEnv): Record<string, string> {
  const ours = /^(PARLEY_BACKING|PARLEY_CHROMIUM|PARLEY_TEST_.*|DATABASE_URL|HOST|PORT|npm_.*|INIT_CWD)$/;
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined || ours.test(name) ? [] : [[name, value]])),
  );
}
