import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { ServerRecipe } from './server-process.ts';

const run = promisify(execFile);

export type ContainerPart = {
  image: string;
  /** Inside the container. */
  port: number;
  /** Where the image keeps its data: a named volume is mounted there. */
  dataPath: string;
  env?: Record<string, string>;
  args: string[];
};

/** A server that may run in any engine: what `npm start` and the tests have in common. */
export type ContainerServer = {
  part: ContainerPart;
  /** Throws until the server answers properly. */
  probe(port: number): Promise<void>;
  url(port: number): string;
};

/** One container and one volume per data folder, named after it, so that a second start finds what the first one left. */
export function containerNames(kind: string, dir: string): { container: string; volume: string } {
  const key = createHash('sha256').update(dir).digest('hex').slice(0, 10);
  return { container: `parley-${key}-${kind}`, volume: `parley-${key}-${kind}-data` };
}

/**
 * The same server in a container. The docker client runs in the foreground as our child, passes signals on and ends when the
 * container ends; after a SIGKILL of the client the container lives on, hence the removal by name before each start.
 */
export function containerRecipe(
  kind: string,
  dir: string,
  part: () => ContainerPart,
): Pick<ServerRecipe, 'prepare' | 'launch' | 'deleteData' | 'signal'> {
  const { container, volume } = containerNames(kind, dir);
  return {
    prepare: async () => {
      await docker('rm', '-f', container);
    },
    launch: async (port) => {
      const { image, port: inner, dataPath, env = {}, args } = part();
      const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
      const publish = ['-p', `127.0.0.1:${port}:${inner}`, '-v', `${volume}:${dataPath}`];
      // The client finds its engine through DOCKER_HOST, a context below HOME, and the like.
      const own = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
      return { file: 'docker', env: own, args: ['run', '--rm', '--name', container, ...publish, ...variables, image, ...args] };
    },
    deleteData: async () => {
      await docker('rm', '-f', container);
      await docker('volume', 'rm', '-f', volume);
    },
    signal: async (signal) => {
      if (signal === 'SIGSTOP') return docker('pause', container);
      // A paused container takes no signal.
      await docker('unpause', container);
      if (signal !== 'SIGCONT') await docker('kill', '--signal', signal, container);
    },
  };
}

/** Failures mean that the container is not there, or not paused: nothing left to do in either case. */
async function docker(...args: string[]): Promise<void> {
  await run('docker', args).catch(() => undefined);
}
