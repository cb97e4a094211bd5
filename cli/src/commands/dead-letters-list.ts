import { parseArgs } from 'node:util';
import { type DatabaseService, databaseServices } from '@parley/backing';
import { createDatabase } from '@parley/event-store';
import { type DeadLetter, listDeadLetters } from '@parley/messaging';
import { type Command, UsageError } from '../command.ts';
import { serviceSettings } from '../service-settings.ts';

export const deadLettersList: Command = {
  usage: 'dead-letters list <service> [--json]',
  summary: 'events of others that the service has given up after its last try',
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, allowPositionals: true });
    const [verb, name, ...rest] = positionals;
    const service = databaseServices.find((candidate) => candidate === name);
    if (verb !== 'list' || service === undefined || rest.length > 0) {
      throw new UsageError(`dead-letters list <service>, one of ${databaseServices.join(', ')}`);
    }
    const letters = await read(service);
    if (values.json === true) console.log(JSON.stringify(letters));
    else if (letters.length === 0) console.log('none');
    else
      console.table(
        letters.map(({ id, consumer, type, stream_id, tries, failed_at, error }) => ({
          id,
          consumer,
          type,
          stream_id,
          tries,
          failed_at,
          error,
        })),
      );
    return letters.length === 0 ? 0 : 1;
  },
};

async function read(service: DatabaseService): Promise<DeadLetter[]> {
  const { DATABASE_OWNER_URL = '' } = await serviceSettings(service);
  const { db, close } = createDatabase({ url: DATABASE_OWNER_URL, poolSize: 1, applicationName: 'parley-cli' });
  try {
    return await listDeadLetters(db);
  } finally {
    await close();
  }
}
