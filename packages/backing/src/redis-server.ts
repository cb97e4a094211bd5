import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { containerRecipe } from './container-recipe.ts';
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
      // While it loads its file, Redis accepts connections and answers -LOADING.
      probe: (port) => probeTcp(port, /^\+PONG/, 'PING\r\n'),
      url: (port) => `redis://127.0.0.1:${port}`,
      ...(image === undefined ? localRedis(dir) : containerRedis(dir, image)),
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

function containerRedis(dir: string, image: string): RedisLaunch {
  const program = image.includes('valkey') ? 'valkey-server' : 'redis-server';
  // Seen from inside, we come from outside; the port is published on the loopback address only.
  const args = [program, '--protected-mode', 'no', ...durability];
  return containerRecipe('redis', dir, () => ({ image, port: 6379, dataPath: '/data', args }));
}
