import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, type ServiceSurroundings, serviceNames } from '@parley/backing';
import { type Stack, startStack, startTcpProxy, type TcpProxy } from '@parley/testing';
import { type SmallDisk, smallDiskFor } from './strikes/small-disk.ts';

export type BackingName = 'postgres' | 'nats' | 'redis';
export const backingNames: readonly BackingName[] = ['postgres', 'nats', 'redis'];

/** The whole system with every connection in it going through something that can be broken. */
export type World = {
  stack: Stack;
  /** Between the clients and each gateway. */
  gatewayProxies: readonly TcpProxy[];
  gatewayUrls: readonly string[];
  /** Between a service (all of its replicas) and a server. */
  network(service: ServiceName, server: BackingName): TcpProxy | undefined;
  /** Sets the wall clock of a service's replicas. 0 puts it right. */
  setClock(service: ServiceName, offsetMs: number): Promise<void>;
  /** Of Postgres; undefined where this machine lets nobody make one. */
  disk: SmallDisk | undefined;
  stop(): Promise<void>;
};

export type WorldOptions = { gateways: number; messages: number };

const skewedClock = new URL('./clock/skewed-clock.ts', import.meta.url).href;

export async function startWorld({ gateways, messages }: WorldOptions): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-faults-'));
  // Postgres, started by root, runs under an account of its own and must pass through.
  await chmod(folder, 0o711);
  const proxies: TcpProxy[] = [];
  const networks = new Map<string, TcpProxy>();
  const undo: Array<() => Promise<unknown>> = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  const proxyTo = async (url: string) => {
    const { hostname, port } = new URL(url);
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    proxies.push(proxy);
    return proxy;
  };
  const clockFile = (service: ServiceName) => join(folder, `${service}.clock`);

  async function environmentOf(service: ServiceName, { natsUrl, redisUrl, databases }: ServiceSurroundings) {
    const through = async (server: BackingName, url: string) => {
      const proxy = await proxyTo(url);
      networks.set(`${service}/${server}`, proxy);
      return withPort(url, proxy.port);
    };
    const env: Record<string, string> = {
      NATS_URL: await through('nats', natsUrl),
      REDIS_URL: await through('redis', redisUrl),
      NODE_OPTIONS: `--import=${skewedClock}`,
      FAULTS_CLOCK_FILE: clockFile(service),
    };
    const database = Object.entries(databases).find(([name]) => name === service)?.[1];
    if (database) env.DATABASE_URL = await through('postgres', database.url);
    return env;
  }

  try {
    const disk = await smallDiskFor(join(folder, 'disk'));
    if (disk) undo.push(disk.remove);
    const stack = await startStack({
      gateways,
      messages,
      ownPostgres: true,
      ...(disk ? { postgresFolder: disk.path } : {}),
      serviceEnv: async (surroundings) =>
        Object.fromEntries(await Promise.all(serviceNames.map(async (name) => [name, await environmentOf(name, surroundings)]))),
    });
    undo.push(() => stack.stop());
    undo.push(() => Promise.all(proxies.map((proxy) => proxy.close())));
    const gatewayProxies = await Promise.all(stack.gatewayUrls.map(proxyTo));
    return {
      stack,
      disk,
      gatewayProxies,
      gatewayUrls: gatewayProxies.map(({ port }) => `http://127.0.0.1:${port}`),
      network: (service, server) => networks.get(`${service}/${server}`),
      setClock: (service, offsetMs) => writeFile(clockFile(service), String(offsetMs)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `URL` drops nothing of a Postgres or NATS address but cannot set the port of a scheme it does not know in every case. */
function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
}
