import { setTimeout as delay } from 'node:timers/promises';
import { type ServiceName, serviceNames } from '@parley/backing';
import type { Scene, Strike } from './strike.ts';

export const processStrikes: readonly Strike[] = [
  ...serviceNames.map((service): Strike => ({ name: `SIGKILL ${service}`, run: (scene) => killOne(scene, service) })),
  { name: 'SIGKILL all messages replicas', run: killAllMessages },
  ...serviceNames.map((service): Strike => ({ name: `SIGSTOP ${service}`, run: (scene) => stopOne(scene, service) })),
  { name: 'rolling restart of everything', run: rollingRestart },
];

function someReplica({ world, random }: Scene, service: ServiceName): number {
  return random.between(0, world.stack.services[service].length - 1);
}

async function killOne(scene: Scene, service: ServiceName): Promise<string> {
  const { stack } = scene.world;
  const index = someReplica(scene, service);
  await stack.kill(service, index);
  const downMs = scene.random.between(100, 1_500);
  await delay(downMs);
  await stack.restart(service, index);
  return `${service} ${index} was down for ${downMs} ms`;
}

async function killAllMessages({ world: { stack }, random }: Scene): Promise<string> {
  const replicas = stack.services.messages.map((_server, index) => index);
  await Promise.all(replicas.map((index) => stack.kill('messages', index)));
  const downMs = random.between(100, 1_500);
  await delay(downMs);
  await Promise.all(replicas.map((index) => stack.restart('messages', index)));
  return `down for ${downMs} ms`;
}

async function stopOne(scene: Scene, service: ServiceName): Promise<string> {
  const { stack } = scene.world;
  const index = someReplica(scene, service);
  const stillMs = scene.random.between(500, 4_000);
  await stack.pause(service, index);
  await delay(stillMs);
  await stack.resume(service, index);
  return `${service} ${index} stood still for ${stillMs} ms`;
}

/** As an upgrade does it: in order, one replica after the other, each asked to end by SIGTERM. */
async function rollingRestart({ world: { stack } }: Scene): Promise<string> {
  for (const service of serviceNames.toReversed()) {
    for (const server of stack.services[service]) {
      await server.stop();
      await server.restart();
    }
  }
  return 'every replica, one after the other';
}
