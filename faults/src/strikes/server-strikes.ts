import { setTimeout as delay } from 'node:timers/promises';
import type { RunningServer } from '@parley/backing';
import type { BackingName, World } from '../world.ts';
import type { Scene, Strike } from './strike.ts';

export const serverStrikes: readonly Strike[] = [
  { name: 'NATS is killed', run: (scene) => kill(scene, 'nats') },
  { name: 'NATS stands still', run: (scene) => standStill(scene, 'nats') },
  { name: "NATS' data is wiped", run: (scene) => wipe(scene, 'nats') },
  { name: 'Postgres is killed', run: (scene) => kill(scene, 'postgres') },
  { name: 'Postgres stands still', run: (scene) => standStill(scene, 'postgres') },
  { name: 'Redis is killed', run: (scene) => kill(scene, 'redis') },
  { name: "Redis' data is wiped", run: (scene) => wipe(scene, 'redis') },
  { name: "Postgres' disk is full", possible: (world) => world.disk !== undefined, run: fillDisk },
];

function serverOf({ stack }: World, name: BackingName): RunningServer {
  const server = stack[name];
  if (server === undefined) throw new Error(`the stack has no ${name} of its own`);
  return server;
}

async function kill({ world, random }: Scene, name: BackingName): Promise<string> {
  const server = serverOf(world, name);
  await server.kill('SIGKILL');
  const downMs = random.between(100, 1_500);
  await delay(downMs);
  await server.restart();
  return `down for ${downMs} ms`;
}

async function standStill({ world, random }: Scene, name: BackingName): Promise<string> {
  const server = serverOf(world, name);
  const stillMs = random.between(500, 4_000);
  await server.pause();
  await delay(stillMs);
  await server.resume();
  return `for ${stillMs} ms`;
}

async function wipe({ world }: Scene, name: BackingName): Promise<string> {
  const server = serverOf(world, name);
  await server.kill('SIGKILL');
  await server.wipe();
  return 'killed, emptied and started again';
}

/** Postgres ends itself when it cannot write its log; whoever runs it makes room and starts it again. */
async function fillDisk({ world, random }: Scene): Promise<string> {
  const { disk } = world;
  if (!disk) throw new Error('there is no disk to fill');
  const postgres = serverOf(world, 'postgres');
  const fullMs = random.between(500, 2_000);
  await disk.fill();
  await delay(fullMs);
  await disk.free();
  const ended = postgres.pid === 0;
  await postgres.restart();
  return `full for ${fullMs} ms${ended ? '; Postgres ended itself' : ''}`;
}
