import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, repositoryRoot, type ServiceName } from '@parley/backing';

const run = promisify(execFile);

export type ComposeStack = {
  /** Of nginx, in front of everything. */
  readonly url: string;
  /** Any command of Compose for this installation; resolves with what it said. */
  compose(...args: string[]): Promise<string>;
  /** Everything, as many replicas as were wanted last; after `compose('down')`. */
  up(): Promise<void>;
  /** So many replicas, all of them ready when it resolves; nothing else is touched. */
  scale(replicas: Partial<Record<ServiceName, number>>): Promise<void>;
  /** Every replica at once. They stay down until `restart`. */
  kill(name: ComposeService): Promise<void>;
  restart(name: ComposeService): Promise<void>;
  /** Starts `auth` anew with other settings. */
  limit(env: Record<string, string>): Promise<void>;
  logs(name: ServiceName): Promise<string>;
  /** A file in a service's container, such as a mail in `auth`'s outbox. */
  readMail(path: string): Promise<string>;
  /** Stops everything and deletes its data. */
  stop(): Promise<void>;
};

export type ComposeService = ServiceName | 'postgres' | 'nats' | 'redis' | 'web';

export type ComposeOptions = { replicas?: Partial<Record<ServiceName, number>>; env?: Record<string, string> };

/** The first time images are built, and that takes as long as npm and the network let it. */
const upTimeoutMs = 20 * 60_000;
const readyTimeoutMs = 120_000;

/** Limits that people on one machine would run into, and mails that nobody asked for. */
const usualEnv = {
  PARLEY_LOGINS_PER_MINUTE: '1000000',
  PARLEY_REGISTRATIONS_PER_MINUTE: '1000000',
  PARLEY_EMAIL_VERIFICATION: 'off',
};

/**
 * An installation of its own from infra/docker-compose.yml, images built from this checkout: what an operator gets, only on free
 * ports of the loopback address and under another name.
 */
export async function startComposeStack({ replicas = {}, env = {} }: ComposeOptions = {}): Promise<ComposeStack> {
  const [port, securePort] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const project = `parley-test-${port}`;
  const ownEnv: NodeJS.ProcessEnv = {
    ...process.env,
    PARLEY_BIND: '127.0.0.1',
    PARLEY_HTTP_PORT: String(port),
    PARLEY_HTTPS_PORT: String(securePort),
    PARLEY_PUBLIC_URL: url,
    ...usualEnv,
    ...env,
  };
  const current: Partial<Record<ServiceName, number>> = { ...replicas };
  const compose = async (...args: string[]) => {
    const file = join(repositoryRoot, 'infra/docker-compose.yml');
    const options = { env: ownEnv, timeout: upTimeoutMs, maxBuffer: 64 * 1024 * 1024 };
    return (await run('docker', ['compose', '--project-name', project, '--file', file, '--ansi', 'never', ...args], options)).stdout;
  };
  // Always all numbers: without them Compose would go back to one replica of each.
  const scales = () => Object.entries(current).flatMap(([name, count]) => ['--scale', `${name}=${count}`]);
  const ready = () => untilReady(url);
  const stop = async () => void (await compose('down', '--volumes', '--timeout', '30'));
  try {
    await compose('up', '--detach', '--build', '--wait', ...scales());
    await ready();
  } catch (error) {
    const logs = await compose('logs', '--tail', '30').catch(() => '');
    await stop().catch(() => undefined);
    throw new Error(`Compose does not come up:\n${logs}`, { cause: error });
  }
  return {
    url,
    compose,
    up: async () => {
      await compose('up', '--detach', '--no-build', '--wait', ...scales());
      await ready();
    },
    scale: async (wanted) => {
      Object.assign(current, wanted);
      await compose('up', '--detach', '--no-recreate', '--no-build', '--no-deps', '--wait', ...scales(), ...Object.keys(current));
    },
    kill: async (name) => void (await compose('kill', '--signal', 'SIGKILL', name)),
    restart: async (name) => {
      // Not `start`: that would run the migrations of everything that it depends on again.
      const replicas = name in current ? ['--scale', `${name}=${current[name as ServiceName]}`] : [];
      await compose('up', '--detach', '--no-recreate', '--no-build', '--no-deps', '--wait', ...replicas, name);
      await ready();
    },
    limit: async (changed) => {
      Object.assign(ownEnv, changed);
      await compose('up', '--detach', '--no-deps', '--no-build', '--wait', 'auth');
      await ready();
    },
    logs: (name) => compose('logs', '--no-log-prefix', name),
    readMail: (path) => compose('exec', '--no-TTY', 'auth', 'cat', path),
    stop,
  };
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > deadline) throw new Error(`nginx does not lead to a gateway that is ready: ${response?.status}`);
    await sleep(250);
  }
}
