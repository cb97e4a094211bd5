import type { Scene, Strike } from './strike.ts';

export const clientStrikes: readonly Strike[] = [{ name: 'clients die and start again', run: restartClients }];

async function restartClients({ crowd, random }: Scene): Promise<string> {
  const dying = random.shuffled(crowd.people).slice(0, Math.ceil(crowd.people.length / 4));
  await Promise.all(dying.map((person) => person.restartClient()));
  return `${dying.length} of ${crowd.people.length}`;
}
