import { setTimeout as delay } from 'node:timers/promises';
import { serviceNames } from '@parley/backing';
import type { Scene, Strike } from './strike.ts';

const jumpsMs = [-3_600_000, -300_000, -5_000, 5_000, 300_000, 3_600_000];

export const clockStrikes: readonly Strike[] = [{ name: "a service's clock jumps", run: jump }];

async function jump({ world, random }: Scene): Promise<string> {
  const service = random.pick(serviceNames);
  const offsetMs = random.pick(jumpsMs);
  const forMs = random.between(1_000, 3_000);
  await world.setClock(service, offsetMs);
  await delay(forMs);
  await world.setClock(service, 0);
  return `${service} was off by ${offsetMs / 1_000} s for ${forMs} ms`;
}
