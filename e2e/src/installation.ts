import { readFile } from 'node:fs/promises';
import { type Stack, startComposeStack, startStack } from '@parley/testing';
import { webRoot } from './browsers.ts';

/** What a browser test needs of an installation, however it runs. */
export type Installation = Pick<Stack, 'url' | 'stop'> & {
  kill(name: 'gateway'): Promise<void>;
  restart(name: 'gateway'): Promise<void>;
  logs(name: 'auth'): Promise<string>;
  readMail(path: string): Promise<string>;
};

/** Child processes; in `npm run test:compose` containers: two gateways and two messages behind nginx. */
export async function startInstallation(): Promise<Installation> {
  if (process.env.PARLEY_TEST_COMPOSE !== undefined) return startComposeStack({ replicas: { gateway: 2, messages: 2 } });
  const stack = await startStack({ webRoot });
  return Object.assign(stack, { readMail: (path: string) => readFile(path, 'utf8') });
}
