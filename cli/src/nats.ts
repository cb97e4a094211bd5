import { setTimeout as sleep } from 'node:timers/promises';
import { connectNats, type Nats } from '@parley/messaging';
import { readConfig } from '@parley/service-kit/config';
import { createLogger } from '@parley/service-kit/logger';
import { z } from 'zod';
import { CommandError } from './command.ts';

const patienceMs = 5_000;

/** The broker's address as a service's settings have it: `NATS_URL`, or a file that holds it. */
export function natsUrlOf({ NATS_URL, NATS_URL_FILE }: Record<string, string>): string | undefined {
  return readConfig(z.object({ NATS_URL: z.string().optional() }), { NATS_URL, NATS_URL_FILE }).NATS_URL;
}

/** A connection for one command. */
export async function withNats<Result>(url: string | undefined, work: (nats: Nats) => Promise<Result>): Promise<Result> {
  if (url === undefined) throw new CommandError('NATS_URL is not set.');
  const log = createLogger({ service: 'cli', level: 'silent' });
  const nats = await Promise.race([connectNats({ url, name: 'parley-cli', log }), sleep(patienceMs, undefined, { ref: false })]);
  if (nats === undefined) throw new CommandError('NATS does not answer.');
  try {
    return await work(nats);
  } finally {
    await nats.close();
  }
}
