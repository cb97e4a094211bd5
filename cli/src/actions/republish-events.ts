import type { relayServices } from '@parley/backing/service-catalog';
import { endLeadership } from '@parley/event-store';
import { deleteEventStream } from '@parley/messaging';
import { databaseEnv, readConfig } from '@parley/service-kit/config';
import pg from 'pg';
import { z } from 'zod';
import { CommandError, type CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { natsUrlOf, withNats } from '../nats.ts';
import { serviceSettings } from '../service-settings.ts';
import { print } from '../tty/print.ts';

/** `relay republish`: what the relay does after any loss, brought about. */
export async function republishEvents(service: (typeof relayServices)[number], input: CommandInput): Promise<number> {
  const settings = await serviceSettings(service);
  const { DATABASE_URL } = readConfig(z.object({ DATABASE_URL: databaseEnv.DATABASE_URL }), onlyDatabase(settings));
  const deleted = await withNats(natsUrlOf(settings), (nats) => deleteEventStream(nats, service));
  const client = new pg.Client({ connectionString: DATABASE_URL, application_name: 'parley cli' });
  await client.connect();
  try {
    const ended = await endLeadership(client, `relay:${service}`);
    if (ended === 0) throw new CommandError(`No relay of ${service} is running. It will fill the stream when ${service} starts.`);
  } finally {
    await client.end();
  }
  print(input, { service, deleted }, `${service}: the relay begins anew.`);
  return exitCodes.done;
}

/** `readConfig` refuses settings that are nobody's; whether the rest of them are right is not the question here. */
function onlyDatabase({ DATABASE_URL, DATABASE_URL_FILE }: Record<string, string>): Record<string, string | undefined> {
  return { DATABASE_URL, DATABASE_URL_FILE };
}
