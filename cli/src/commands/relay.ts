import { relayServices } from '@parley/backing';
import { endLeadership, openInspection, type RelayState, readRelayState } from '@parley/event-store';
import { deleteEventStream } from '@parley/messaging';
import { databaseEnv, readConfig } from '@parley/service-kit';
import pg from 'pg';
import { z } from 'zod';
import { type Command, CommandError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { natsUrlOf, withNats } from '../nats.ts';
import { ownerUrlOf, serviceSettings } from '../service-settings.ts';
import { print, table } from '../tty/print.ts';
import { chosenService, serviceArgument } from './services.ts';

/** Older than this, an event that waits to be published means that the relay stands still. */
const lateAfterSeconds = 10;

export const relayStatus: Command = {
  name: 'relay status',
  summary: 'how far each service has published its events, and what still waits',
  async run(input) {
    const states = await Promise.all(relayServices.map(async (service) => ({ service, ...(await readState(service)) })));
    const rows = states.map(({ service, position, waiting, oldestSeconds, current, updatedAt }) => {
      const oldest_seconds = Math.round(oldestSeconds * 10) / 10;
      return {
        service,
        position,
        waiting,
        oldest_seconds,
        state: current ? stateOf(oldestSeconds) : 'has not run since the restore',
        updated_at: updatedAt,
      };
    });
    print(input, rows, table(rows));
    return states.every(({ oldestSeconds }) => oldestSeconds < lateAfterSeconds) ? exitCodes.done : exitCodes.found;
  },
};

const stateOf = (oldestSeconds: number) => (oldestSeconds < lateAfterSeconds ? 'up to date' : 'late');

async function readState(service: (typeof relayServices)[number]): Promise<RelayState> {
  await using inspection = await openInspection(await ownerUrlOf(service));
  // Awaited here: the connection is closed when this function returns.
  return await readRelayState(inspection.client);
}

export const relayRepublish: Command = {
  name: 'relay republish',
  summary: 'delete a service’s stream in NATS and have the relay fill it again',
  arguments: [serviceArgument(relayServices)],
  destroys: ({ args }) => `The events of ${args[0] ?? 'the service'} in NATS are deleted; Postgres keeps them.`,
  details: [
    'For a stream that is damaged, or whose settings cannot be changed. The last ten minutes are published again, consumers read what is',
    'older from the owner. Nobody loses anything and nothing happens twice: docs/decisions/0001-event-store-and-relay.md.',
  ],
  async run(input) {
    const service = chosenService(input, relayServices);
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
  },
};

/** `readConfig` refuses settings that are nobody's; whether the rest of them are right is not the question here. */
function onlyDatabase({ DATABASE_URL, DATABASE_URL_FILE }: Record<string, string>): Record<string, string | undefined> {
  return { DATABASE_URL, DATABASE_URL_FILE };
}
