import { parseArgs } from 'node:util';
import { readInstallation, relayServices } from '@parley/backing';
import { type Command, UsageError } from '../command.ts';
import { readSamples } from '../read-samples.ts';
import { NoInstallationError } from '../service-settings.ts';

/** Older than this, an event that waits to be published means that the relay stands still. */
const lateAfterSeconds = 10;

type RelayState = { service: string; published: number; waiting: number; oldest_seconds: number };

export const relayStatus: Command = {
  usage: 'relay status [--json]',
  summary: 'what each service has published to NATS and what still waits',
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, allowPositionals: true });
    if (positionals.join(' ') !== 'status') throw new UsageError('relay status');
    const states = await readStates();
    if (values.json === true) console.log(JSON.stringify(states));
    else console.table(Object.fromEntries(states.map(({ service, ...state }) => [service, state])));
    return states.every(({ oldest_seconds }) => oldest_seconds < lateAfterSeconds) ? 0 : 1;
  },
};

/** From the services' metrics: what an alert would see is what this shows. */
async function readStates(): Promise<RelayState[]> {
  const installation = await readInstallation();
  if (installation === undefined) throw new NoInstallationError();
  const { addresses } = installation.surroundings;
  return Promise.all(
    relayServices.map(async (service) => {
      const url = addresses[service];
      const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      if (response?.ok !== true) throw new Error(`${service} does not answer at ${url}. Is Parley running?`);
      const samples = readSamples(await response.text());
      return {
        service,
        published: samples.get('parley_relay_published_total') ?? 0,
        waiting: samples.get('parley_relay_lag_events') ?? 0,
        oldest_seconds: samples.get('parley_relay_age_seconds') ?? 0,
      };
    }),
  );
}
