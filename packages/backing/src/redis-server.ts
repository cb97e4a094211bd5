import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContainerServer, containerRecipe } from './container-recipe.ts';
import { findProgram } from './find-program.ts';
import { MissingServerError } from './missing-server-error.ts';
import { ensureDataFolder, serverAccount } from './server-account.ts';
import { deleteFolder, type RunningServer, runServer, type ServerOptions, type ServerRecipe } from './server-process.ts';
import { probeTcp } from './tcp-probe.ts';

export type RedisServerOptions = ServerOptions & { dir: string; image?: string };

/** Everything through the append-only file; the periodic dump would only cost. */
const durability = ['--appendonly', 'yes', '--save', ''];

/** A Redis (or Valkey) with an append-only file, on the loopback address only: a program on this machine, or a container of `image`. */
export async function startRedisServer(options: RedisServerOptions): Promise<RunningServer> {
  const { dir, image } = options;
  await mkdir(dir, { recursive: true });
  return runServer(
    {
      name: 'Redis',
      logFile: join(dir, 'redis.log'),
      stopSignal: 'SIGTERM',
      probe,
      url,
      ...(image === undefined ? localRedis(dir) : containerRecipe('redis', dir, () => redisContainer(image).part)),
    },
    options,
  );
}

type RedisLaunch = Pick<ServerRecipe, 'prepare' | 'launch' | 'deleteData' | 'signal'>;

function localRedis(dir: string): RedisLaunch {
  const program = findProgram(['redis-server', 'valkey-server']);
  if (program === undefined) throw new MissingServerError(['redis-server']);
  const account = serverAccount('redis');
  const data = join(dir, 'data');
  return {
    prepare: () => ensureDataFolder(data, account),
    launch: async (port) => ({
      file: program,
      args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', data, ...durability],
      uid: account?.uid,
      gid: account?.gid,
    }),
    deleteData: () => deleteFolder(data),
  };
}

export function redisContainer(image: string): ContainerServer {
  const program = image.includes('valkey') ? 'valkey-server' : 'redis-server';
  // Seen from inside, we come from outside; the port is published on the loopback address only.
  const args = [program, '--protected-mode', 'no', ...durability];
  return { part: { image, port: 6379, dataPath: '/data', args }, probe, url };
}

/** While it loads its file, Redis accepts connections and answers -LOADING. */
function probe(port: number): Promise<void> {
  return probeTcp(port, /^\+PONG/, 'PING\r\n');
}

function url(port: number): string {
  return `redis://127.0.0.1:${port}`;
}
