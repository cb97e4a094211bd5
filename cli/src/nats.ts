import { setTimeout as sleep } from 'node:timers/promises';
import { connectNats, type Nats } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import { CommandError } from './command.ts';

const patienceMs = 5_000;

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
