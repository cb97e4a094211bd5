import { setTimeout as delay } from 'node:timers/promises';
import { serviceNames } from '@parley/backing';
import type { TcpProxy, Weather } from '@parley/testing';
import { backingNames } from '../world.ts';
import type { Scene, Strike } from './strike.ts';

const kinds = ['slow', 'lost', 'cut'] as const;
type Kind = (typeof kinds)[number];

export const networkStrikes: readonly Strike[] = kinds.flatMap((kind): Strike[] => [
  { name: `the network of a service is ${kind}`, run: (scene) => breakService(scene, kind) },
  { name: `the network of the clients is ${kind}`, run: (scene) => breakClients(scene, kind) },
]);

async function breakService(scene: Scene, kind: Kind): Promise<string> {
  const { world, random } = scene;
  const links = serviceNames.flatMap((service) =>
    backingNames.flatMap((server) => {
      const proxy = world.network(service, server);
      return proxy ? [{ name: `${service} to ${server}`, proxy }] : [];
    }),
  );
  const { name, proxy } = random.pick(links);
  return `${name}: ${await breakFor(scene, proxy, kind)}`;
}

async function breakClients(scene: Scene, kind: Kind): Promise<string> {
  const proxies = scene.world.gatewayProxies;
  const index = scene.random.between(0, proxies.length - 1);
  const proxy = proxies[index];
  if (!proxy) throw new Error('there is no gateway');
  return `of gateway ${index}: ${await breakFor(scene, proxy, kind)}`;
}

async function breakFor({ random }: Scene, proxy: TcpProxy, kind: Kind): Promise<string> {
  const weather: Weather = kind === 'slow' ? { kind, delayMs: random.between(50, 400) } : { kind };
  const forMs = random.between(500, 4_000);
  proxy.weather(weather);
  await delay(forMs);
  proxy.weather({ kind: 'fine' });
  return `${JSON.stringify(weather)} for ${forMs} ms`;
}
