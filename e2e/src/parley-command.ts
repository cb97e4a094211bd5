import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type DatabaseService, pinnedNode, repositoryRoot, serviceEnvironment, systemEnvironment } from '@parley/backing';
import type { Stack } from '@parley/testing';

export type CommandResult = { status: number | null; stdout: string; stderr: string };

/** `parley …` as an administrator runs it on the server, on the databases of this stack. Without a terminal. */
export function parleyCommand(stack: Stack, ...args: string[]): Promise<CommandResult> {
  return runCommand(stack, 'auth', args);
}

export function parleyRebuild(stack: Stack, service: DatabaseService): Promise<CommandResult> {
  return runCommand(stack, service, ['rebuild', service, '--json']);
}

/** With the settings of the service that the command is about. */
async function runCommand(stack: Stack, service: DatabaseService, args: readonly string[]): Promise<CommandResult> {
  const address = stack.service('auth').url;
  const env = {
    ...systemEnvironment(),
    ...serviceEnvironment(service, {
      natsUrl: stack.nats.url,
      redisUrl: stack.redis.url,
      databases: stack.databases,
      addresses: { auth: address, rooms: address, messages: address, presence: address, media: address, notifications: address },
    }),
    DATABASE_OWNER_URL: stack.databases[service].ownerUrl,
    PARLEY_BCRYPT_ROUNDS: '4',
    PORT: '0',
  };
  const child = spawn(pinnedNode, [join(repositoryRoot, 'cli/src/main.ts'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}
