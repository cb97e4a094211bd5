import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContainerServer, containerRecipe } from './container-recipe.ts';
import { findProgram } from './find-program.ts';
import { MissingServerError } from './missing-server-error.ts';
import { ensureDataFolder, serverAccount } from './server-account.ts';
import { deleteFolder, type RunningServer, runServer, type ServerOptions, type ServerRecipe } from './server-process.ts';
import { probeTcp } from './tcp-probe.ts';

/** `args`: what the server is told besides, as on its command line. */
export type NatsServerOptions = ServerOptions & { dir: string; image?: string; args?: readonly string[] };

/** A nats-server with JetStream on files, on the loopback address only: a program on this machine, or a container of `image`. */
export async function startNatsServer(options: NatsServerOptions): Promise<RunningServer> {
  const { dir, image, args = [] } = options;
  await mkdir(dir, { recursive: true });
  return runServer(
    {
      name: 'NATS',
      logFile: join(dir, 'nats.log'),
      stopSignal: 'SIGTERM',
      probe,
      url,
      ...(image === undefined ? localNats(dir, args) : containerRecipe('nats', dir, () => natsContainer(image, args).part)),
    },
    options,
  );
}

type NatsLaunch = Pick<ServerRecipe, 'prepare' | 'launch' | 'deleteData' | 'signal'>;

function localNats(dir: string, args: readonly string[]): NatsLaunch {
  const program = findProgram(['nats-server']);
  if (program === undefined) throw new MissingServerError(['nats-server']);
  const account = serverAccount('nats');
  const data = join(dir, 'data');
  return {
    prepare: () => ensureDataFolder(data, account),
    launch: async (port) => ({
      file: program,
      args: ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', data, ...args],
      uid: account?.uid,
      gid: account?.gid,
    }),
    deleteData: () => deleteFolder(data),
  };
}

export function natsContainer(image: string, args: readonly string[] = []): ContainerServer {
  return { part: { image, port: 4222, dataPath: '/data', args: ['-js', '-sd', '/data', ...args] }, probe, url };
}

/** The listener opens after JetStream has recovered its files. */
function probe(port: number): Promise<void> {
  return probeTcp(port, /^INFO /);
}

function url(port: number): string {
  return `nats://127.0.0.1:${port}`;
}
