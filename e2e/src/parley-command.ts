import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type DatabaseService, databaseServices, pinnedNode, repositoryRoot, systemEnvironment } from '@parley/backing';
import type { Stack } from '@parley/testing';

export type CommandResult = { status: number | null; stdout: string; stderr: string };

type Installation = Pick<Stack, 'databases' | 'nats' | 'redis' | 'folder'>;

/** `parley …` as an administrator runs it on the server, on the databases of this stack. Without a terminal. */
export async function parleyCommand(stack: Installation, ...args: string[]): Promise<CommandResult> {
  const env = { ...systemEnvironment(), ...commandEnvironment(stack) };
  const child = spawn(pinnedNode, [join(repositoryRoot, 'cli/src/main.ts'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}

export function parleyRebuild(stack: Stack, service: DatabaseService): Promise<CommandResult> {
  return parleyCommand(stack, 'rebuild', service, '--json');
}

/** One environment for all services, as `docs/operating/command-line.md` describes it. */
export function commandEnvironment({ databases, nats, redis, folder }: Installation): Record<string, string> {
  const addresses = databaseServices.flatMap((service) => [
    [`${service.toUpperCase()}_DATABASE_URL`, databases[service].url],
    [`${service.toUpperCase()}_DATABASE_OWNER_URL`, databases[service].ownerUrl],
  ]);
  return {
    ...Object.fromEntries(addresses),
    NATS_URL: nats.url,
    REDIS_URL: redis.url,
    PARLEY_MEDIA_FOLDER: join(folder, 'media'),
    PARLEY_BCRYPT_ROUNDS: '4',
  };
}
